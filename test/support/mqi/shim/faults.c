/* IBM MQ simulator: how a verb ends: with the queue manager's codes, with 2009, or not at all. */

#include "simulator.h"
#include <signal.h>

/* A crash inside the client library, as a test ordered it: the whole process goes, nothing is cleaned up. */
void sim_suffer(int32_t action) {
  if (action == SIM_ABORT) {
    fprintf(stderr, "IBM MQ simulator: abort ordered by the fault injection\n");
    abort();
  }
  if (action == SIM_SEGMENTATION_FAULT) {
    fprintf(stderr, "IBM MQ simulator: segmentation fault ordered by the fault injection\n");
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  }
}

void sim_fail(PMQLONG comp_code, PMQLONG reason, MQLONG code) {
  *comp_code = MQCC_FAILED;
  *reason = code;
}

/* A connection that broke under a verb is 2009, whatever the verb was: the caller cannot know what took effect. */
void sim_finish(int is_broken, const sim_reply *reply, PMQLONG comp_code, PMQLONG reason) {
  if (is_broken) {
    sim_fail(comp_code, reason, MQRC_CONNECTION_BROKEN);
    return;
  }
  *comp_code = reply->comp_code;
  *reason = reply->reason;
}
