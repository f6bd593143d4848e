package sluice.plan;

import java.util.List;
import java.util.Optional;

/**
 * Where somebody hands objects over, in a bucket of theirs, and which of them a table takes.
 *
 * @param bucket its name
 * @param prefix what every key begins with; empty, or with a slash at the end
 * @param region of the bucket, like {@code ap-northeast-1}
 * @param role the ARN of a role in the owner's account that is taken on to read
 * @param externalId what the owner asks for in that role's trust policy
 * @param payer who pays for the requests
 * @param include globs of the keys that are taken, below the prefix
 * @param exclude globs of those that are not, though they are included
 * @param marker the name of the object that says that a folder is complete, like {@code _SUCCESS};
 *     without one every object is taken as it comes
 */
public record Handover(
    String bucket,
    String prefix,
    String region,
    Optional<String> role,
    Optional<String> externalId,
    Payer payer,
    List<String> include,
    List<String> exclude,
    Optional<String> marker) {

  /** Who pays for requests and transfer. */
  public enum Payer {
    /** The bucket's owner. */
    OWNER,
    /** Whoever asks: the bucket's owner turned "requester pays" on. */
    REQUESTER
  }

  public Handover {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** The same place, of which a table takes so much. */
  public Handover taking(List<String> included, List<String> excluded, Optional<String> complete) {
    return new Handover(
        bucket, prefix, region, role, externalId, payer, included, excluded, complete);
  }

  /** The address that people know it by. */
  public String uri() {
    return "s3://" + bucket + "/" + prefix;
  }
}
