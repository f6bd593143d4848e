package sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import sluice.store.ObjectStore;
import sluice.warehouse.Warehouse;

@AnalyzeClasses(packages = "sluice", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("sluice.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingOfACloudIsInCore =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.cloud..", "com.google.api..", "software.amazon..");

  @ArchTest
  static final ArchRule plannersKnowNoPort =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Planner")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectStore.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Warehouse.class);

  @ArchTest
  static final ArchRule plannersKnowNoClock =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Planner")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule nobodyReadsTheWallClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule nobodyReadsTheEnvironment =
      noClasses()
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule plannersAreNotSeenFromOutside =
      classes().that().haveSimpleNameEndingWith("Planner").should().bePackagePrivate();
}
