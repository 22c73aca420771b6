/*
 * IBM MQ simulator: the verbs it does not play. They answer 2298 (MQRC_FUNCTION_NOT_SUPPORTED).
 *
 * They must exist all the same: the npm package `ibmmq` puts a JavaScript-side function in the place of a missing
 * symbol and calling that kills the process.
 */

#include "simulator.h"

static void refuse(PMQLONG comp_code, PMQLONG reason) { sim_fail(comp_code, reason, MQRC_FUNCTION_NOT_SUPPORTED); }

#define UNUSED(name) (void)(name)

/* Global units of work need an XA coordinator; a local one begins by itself with the first verb under syncpoint. */
SIM_EXPORT void MQENTRY MQBEGIN(MQHCONN Hconn, PMQVOID pBeginOptions, PMQLONG pCompCode, PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(pBeginOptions);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQSTAT(MQHCONN Hconn, MQLONG Type, PMQVOID pStatus, PMQLONG pCompCode, PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Type), UNUSED(pStatus);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQCB(MQHCONN Hconn, MQLONG Operation, PMQVOID pCallbackDesc, MQHOBJ Hobj, PMQVOID pMsgDesc,
                             PMQVOID pGetMsgOpts, PMQLONG pCompCode, PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Operation), UNUSED(pCallbackDesc), UNUSED(Hobj), UNUSED(pMsgDesc), UNUSED(pGetMsgOpts);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQCTL(MQHCONN Hconn, MQLONG Operation, PMQVOID pControlOpts, PMQLONG pCompCode,
                              PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Operation), UNUSED(pControlOpts);
  refuse(pCompCode, pReason);
}

/* Not a verb of the documented interface; the package only looks it up. */
SIM_EXPORT void MQENTRY MQCALLBACK(void) {}

SIM_EXPORT void MQENTRY MQSUB(MQHCONN Hconn, PMQVOID pSubDesc, PMQHOBJ pHobj, PMQHOBJ pHsub, PMQLONG pCompCode,
                              PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(pSubDesc), UNUSED(pHobj), UNUSED(pHsub);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQSUBRQ(MQHCONN Hconn, MQHOBJ Hsub, MQLONG Action, PMQVOID pSubRqOpts, PMQLONG pCompCode,
                                PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Hsub), UNUSED(Action), UNUSED(pSubRqOpts);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQCRTMH(MQHCONN Hconn, PMQVOID pCrtMsgHOpts, PMQHMSG pHmsg, PMQLONG pCompCode,
                                PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(pCrtMsgHOpts), UNUSED(pHmsg);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQDLTMH(MQHCONN Hconn, PMQHMSG pHmsg, PMQVOID pDltMsgHOpts, PMQLONG pCompCode,
                                PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(pHmsg), UNUSED(pDltMsgHOpts);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQSETMP(MQHCONN Hconn, MQHMSG Hmsg, PMQVOID pSetPropOpts, PMQVOID pName, PMQVOID pPropDesc,
                                MQLONG Type, MQLONG ValueLength, PMQVOID pValue, PMQLONG pCompCode, PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Hmsg), UNUSED(pSetPropOpts), UNUSED(pName), UNUSED(pPropDesc);
  UNUSED(Type), UNUSED(ValueLength), UNUSED(pValue);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQDLTMP(MQHCONN Hconn, MQHMSG Hmsg, PMQVOID pDltPropOpts, PMQVOID pName, PMQLONG pCompCode,
                                PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Hmsg), UNUSED(pDltPropOpts), UNUSED(pName);
  refuse(pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQINQMP(MQHCONN Hconn, MQHMSG Hmsg, PMQVOID pInqPropOpts, PMQVOID pName, PMQVOID pPropDesc,
                                PMQLONG pType, MQLONG ValueLength, PMQVOID pValue, PMQLONG pDataLength,
                                PMQLONG pCompCode, PMQLONG pReason) {
  UNUSED(Hconn), UNUSED(Hmsg), UNUSED(pInqPropOpts), UNUSED(pName), UNUSED(pPropDesc);
  UNUSED(pType), UNUSED(ValueLength), UNUSED(pValue), UNUSED(pDataLength);
  refuse(pCompCode, pReason);
}
