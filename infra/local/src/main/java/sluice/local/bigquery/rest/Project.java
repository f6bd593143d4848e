package sluice.local.bigquery.rest;

import sluice.local.bigquery.jobs.Jobs;
import sluice.local.bigquery.store.Catalog;

/** What the API answers from, for one project. */
public record Project(Catalog catalog, Jobs jobs) {

  String id() {
    return catalog.project();
  }
}
