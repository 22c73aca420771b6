/* IBM MQ simulator: MQINQ and MQSET. */

#include "simulator.h"

SIM_EXPORT void MQENTRY MQINQ(MQHCONN Hconn, MQHOBJ Hobj, MQLONG SelectorCount, PMQLONG pSelectors, MQLONG IntAttrCount,
                              PMQLONG pIntAttrs, MQLONG CharAttrLength, PMQCHAR pCharAttrs, PMQLONG pCompCode,
                              PMQLONG pReason) {
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  if (connection == NULL) return;
  sim_request request = {.verb = SIM_INQ, .handle = Hobj, .first = SelectorCount, .second = IntAttrCount};
  sim_part selectors = {pSelectors, (size_t)SelectorCount * sizeof(MQLONG)};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, &selectors, 1, &reply) != 0, &reply, pCompCode, pReason);
  if (*pCompCode != MQCC_FAILED) {
    size_t integers = (size_t)reply.first * sizeof(MQLONG);
    size_t characters = (size_t)reply.second;
    if (reply.first > IntAttrCount || reply.second > CharAttrLength || integers + characters != reply.length) {
      sim_fail(pCompCode, pReason, MQRC_UNEXPECTED_ERROR);
    } else {
      if (integers > 0) memcpy(pIntAttrs, connection->in, integers);
      if (characters > 0) memcpy(pCharAttrs, connection->in + integers, characters);
    }
  }
  sim_release(connection);
}

SIM_EXPORT void MQENTRY MQSET(MQHCONN Hconn, MQHOBJ Hobj, MQLONG SelectorCount, PMQLONG pSelectors, MQLONG IntAttrCount,
                              PMQLONG pIntAttrs, MQLONG CharAttrLength, PMQCHAR pCharAttrs, PMQLONG pCompCode,
                              PMQLONG pReason) {
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  if (connection == NULL) return;
  sim_request request = {.verb = SIM_SET, .handle = Hobj, .first = SelectorCount, .second = IntAttrCount};
  sim_part parts[] = {{pSelectors, (size_t)SelectorCount * sizeof(MQLONG)},
                      {pIntAttrs, (size_t)IntAttrCount * sizeof(MQLONG)},
                      {pCharAttrs, (size_t)CharAttrLength}};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, parts, 3, &reply) != 0, &reply, pCompCode, pReason);
  sim_release(connection);
}
