package sluice.company;

import java.util.List;

/** The words that rows are made of. */
final class Words {
  /** A name as it is written and as it is read. */
  record Name(String written, String read) {}

  /** A prefecture with some of its cities. */
  record Place(String prefecture, String code, List<String> cities) {}

  static final List<Name> FAMILY_NAMES =
      List.of(
          new Name("佐藤", "サトウ"),
          new Name("鈴木", "スズキ"),
          new Name("高橋", "タカハシ"),
          new Name("田中", "タナカ"),
          new Name("伊藤", "イトウ"),
          new Name("渡邉", "ワタナベ"),
          new Name("山本", "ヤマモト"),
          new Name("中村", "ナカムラ"),
          new Name("小林", "コバヤシ"),
          new Name("加藤", "カトウ"),
          new Name("吉田", "ヨシダ"),
          new Name("山田", "ヤマダ"),
          new Name("佐々木", "ササキ"),
          new Name("松本", "マツモト"),
          new Name("井上", "イノウエ"),
          new Name("木村", "キムラ"),
          new Name("林", "ハヤシ"),
          new Name("斎藤", "サイトウ"),
          new Name("清水", "シミズ"),
          new Name("髙島", "タカシマ"),
          new Name("長谷川", "ハセガワ"),
          new Name("𠮷野", "ヨシノ"));

  static final List<Name> GIVEN_NAMES =
      List.of(
          new Name("太郎", "タロウ"),
          new Name("花子", "ハナコ"),
          new Name("健一", "ケンイチ"),
          new Name("美咲", "ミサキ"),
          new Name("翔太", "ショウタ"),
          new Name("さくら", "サクラ"),
          new Name("大輔", "ダイスケ"),
          new Name("由美", "ユミ"),
          new Name("拓也", "タクヤ"),
          new Name("直子", "ナオコ"),
          new Name("蓮", "レン"),
          new Name("陽葵", "ヒマリ"),
          new Name("湊", "ミナト"),
          new Name("結衣", "ユイ"),
          new Name("マリア", "マリア"),
          new Name("悠人", "ユウト"),
          new Name("凛", "リン"),
          new Name("一郎", "イチロウ"));

  static final List<Place> PLACES =
      List.of(
          new Place("東京都", "TYO", List.of("中央区銀座", "渋谷区神南", "新宿区西新宿", "台東区浅草", "世田谷区三軒茶屋")),
          new Place("大阪府", "OSA", List.of("大阪市北区梅田", "大阪市中央区難波", "堺市堺区", "豊中市本町")),
          new Place("神奈川県", "KNG", List.of("横浜市西区みなとみらい", "川崎市幸区", "鎌倉市小町")),
          new Place("愛知県", "AIC", List.of("名古屋市中区栄", "名古屋市中村区名駅", "岡崎市康生")),
          new Place("北海道", "HKD", List.of("札幌市中央区大通西", "函館市末広町", "旭川市宮下通")),
          new Place("福岡県", "FKO", List.of("福岡市中央区天神", "福岡市博多区博多駅前", "北九州市小倉北区")),
          new Place("京都府", "KYT", List.of("京都市下京区四条通", "京都市東山区祇園町", "宇治市宇治")),
          new Place("兵庫県", "HYG", List.of("神戸市中央区三宮町", "姫路市駅前町", "西宮市甲風園")),
          new Place("広島県", "HRS", List.of("広島市中区紙屋町", "福山市三之丸町")),
          new Place("沖縄県", "OKN", List.of("那覇市久茂地", "石垣市大川")));

  static final List<String> PRODUCT_QUALITIES =
      List.of("有機", "宇治", "北海道産", "手仕込み", "無添加", "特選", "季節の", "朝摘み", "深煎り", "\"匠\"の");

  static final List<String> ORDER_NOTES =
      List.of(
          "ギフト包装をお願いします。\n\"のし\"付き, 名入れ希望",
          "不在の時は宅配ボックスへ",
          "19時以降にお願いします🙏",
          "領収書の宛名は「株式会社サンプル」で",
          "置き配OK\tインターホン不要",
          "C:\\受取\\メモ 参照",
          "");

  static final List<String> REQUESTS =
      List.of("窓側の席を希望", "ベビーカーで伺います", "誕生日のプレート🎂をお願いします", "静かな席, できれば個室", "車椅子で利用します");

  static final List<String> REVIEWS =
      List.of(
          "とても美味しかったです！", "少し待ちましたが、接客が丁寧でした。", "量が少なめ。", "また行きます😊", "予約したのに\n30分待たされました", "ふつう");

  static final List<String> REFUND_COMMENTS = List.of("箱がつぶれていた", "色違いが届いた", "到着が3日遅れ", "サイズが合わない");

  private Words() {}
}
