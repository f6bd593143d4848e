/** Small functions that the tests lay out as deployable folders and run in processes. */
package sluice.local.host.functions;
