/* IBM MQ simulator: objects, messages and units of work. */

#include "simulator.h"

#define SIM_MESSAGE_ID_PAIR (MQ_MSG_ID_LENGTH + MQ_CORREL_ID_LENGTH)

/* ---- MQOPEN, MQCLOSE ---- */

SIM_EXPORT void MQENTRY MQOPEN(MQHCONN Hconn, PMQVOID pObjDesc, MQLONG Options, PMQHOBJ pHobj, PMQLONG pCompCode,
                               PMQLONG pReason) {
  PMQOD object = pObjDesc;
  *pHobj = MQHO_UNUSABLE_HOBJ;
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  if (connection == NULL) return;
  sim_request request = {.verb = SIM_OPEN, .options = Options, .first = object->ObjectType};
  sim_part name = {object->ObjectName, sizeof(object->ObjectName)};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, &name, 1, &reply) != 0, &reply, pCompCode, pReason);
  if (*pCompCode != MQCC_FAILED) {
    *pHobj = reply.first;
    if (object->Version >= MQOD_VERSION_3) {
      memcpy(object->ResolvedQName, object->ObjectName, sizeof(object->ResolvedQName));
      memcpy(object->ResolvedQMgrName, connection->queue_manager, sizeof(object->ResolvedQMgrName));
    }
    if (object->Version >= MQOD_VERSION_4) object->ResolvedType = object->ObjectType;
  }
  sim_release(connection);
}

SIM_EXPORT void MQENTRY MQCLOSE(MQHCONN Hconn, PMQHOBJ pHobj, MQLONG Options, PMQLONG pCompCode, PMQLONG pReason) {
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  if (connection == NULL) return;
  sim_request request = {.verb = SIM_CLOSE, .handle = *pHobj, .options = Options};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, NULL, 0, &reply) != 0, &reply, pCompCode, pReason);
  if (*pCompCode != MQCC_FAILED) *pHobj = MQHO_UNUSABLE_HOBJ;
  sim_release(connection);
}

/* ---- MQPUT, MQPUT1 ---- */

/* The descriptor travels as version 2; the fields that version 1 does not have take their defaults. */
static void widen(const MQMD *given, MQMD *whole) {
  static const MQMD defaults = {MQMD_DEFAULT};
  *whole = defaults;
  memcpy(whole, given, given->Version >= MQMD_VERSION_2 ? MQMD_LENGTH_2 : MQMD_LENGTH_1);
  whole->Version = MQMD_VERSION_2;
}

/* Copies back what the queue manager filled in, never more than the caller's version of the structure has. */
static void narrow(const char *wire, MQMD *given) {
  MQLONG version = given->Version;
  memcpy(given, wire, version >= MQMD_VERSION_2 ? MQMD_LENGTH_2 : MQMD_LENGTH_1);
  given->Version = version;
}

static void resolve(PMQPMO options, const char *queue, const sim_connection *connection) {
  memcpy(options->ResolvedQName, queue, sizeof(options->ResolvedQName));
  memcpy(options->ResolvedQMgrName, connection->queue_manager, sizeof(options->ResolvedQMgrName));
}

SIM_EXPORT void MQENTRY MQPUT(MQHCONN Hconn, MQHOBJ Hobj, PMQVOID pMsgDesc, PMQVOID pPutMsgOpts, MQLONG BufferLength,
                              PMQVOID pBuffer, PMQLONG pCompCode, PMQLONG pReason) {
  PMQPMO options = pPutMsgOpts;
  MQMD descriptor;
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  if (connection == NULL) return;
  widen(pMsgDesc, &descriptor);
  sim_request request = {.verb = SIM_PUT, .handle = Hobj, .options = options->Options};
  sim_part parts[] = {{&descriptor, MQMD_LENGTH_2}, {pBuffer, (size_t)BufferLength}};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, parts, 2, &reply) != 0, &reply, pCompCode, pReason);
  if (*pCompCode != MQCC_FAILED && reply.length == MQMD_LENGTH_2 + MQ_Q_NAME_LENGTH) {
    narrow(connection->in, pMsgDesc);
    resolve(options, connection->in + MQMD_LENGTH_2, connection);
  }
  sim_release(connection);
}

SIM_EXPORT void MQENTRY MQPUT1(MQHCONN Hconn, PMQVOID pObjDesc, PMQVOID pMsgDesc, PMQVOID pPutMsgOpts,
                               MQLONG BufferLength, PMQVOID pBuffer, PMQLONG pCompCode, PMQLONG pReason) {
  PMQOD object = pObjDesc;
  PMQPMO options = pPutMsgOpts;
  MQMD descriptor;
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  if (connection == NULL) return;
  widen(pMsgDesc, &descriptor);
  sim_request request = {.verb = SIM_PUT1, .options = options->Options, .first = object->ObjectType};
  sim_part parts[] = {{object->ObjectName, sizeof(object->ObjectName)},
                      {&descriptor, MQMD_LENGTH_2},
                      {pBuffer, (size_t)BufferLength}};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, parts, 3, &reply) != 0, &reply, pCompCode, pReason);
  if (*pCompCode != MQCC_FAILED && reply.length == MQMD_LENGTH_2 + MQ_Q_NAME_LENGTH) {
    narrow(connection->in, pMsgDesc);
    resolve(options, connection->in + MQMD_LENGTH_2, connection);
  }
  sim_release(connection);
}

/* ---- MQGET ---- */

static void describe_get(PMQGMO options, const char *queue, int32_t returned) {
  memcpy(options->ResolvedQName, queue, sizeof(options->ResolvedQName));
  if (options->Version >= MQGMO_VERSION_2) {
    options->GroupStatus = MQGS_NOT_IN_GROUP;
    options->SegmentStatus = MQSS_NOT_A_SEGMENT;
    options->Segmentation = MQSEG_INHIBITED;
  }
  if (options->Version >= MQGMO_VERSION_3) options->ReturnedLength = returned;
}

SIM_EXPORT void MQENTRY MQGET(MQHCONN Hconn, MQHOBJ Hobj, PMQVOID pMsgDesc, PMQVOID pGetMsgOpts, MQLONG BufferLength,
                              PMQVOID pBuffer, PMQLONG pDataLength, PMQLONG pCompCode, PMQLONG pReason) {
  PMQMD descriptor = pMsgDesc;
  PMQGMO options = pGetMsgOpts;
  sim_connection *connection = sim_acquire(Hconn, pCompCode, pReason);
  *pDataLength = 0;
  if (connection == NULL) return;
  /* Version 1 of the options has no MatchOptions: both ids are matched, as MQ says. */
  int32_t match[2] = {options->Version >= MQGMO_VERSION_2 ? options->MatchOptions
                                                          : MQMO_MATCH_MSG_ID | MQMO_MATCH_CORREL_ID,
                      descriptor->CodedCharSetId};
  sim_request request = {.verb = SIM_GET, .handle = Hobj, .options = options->Options,
                         .first = options->WaitInterval, .second = BufferLength};
  /* MsgId and CorrelId lie next to each other in the descriptor. */
  sim_part parts[] = {{match, sizeof(match)}, {descriptor->MsgId, SIM_MESSAGE_ID_PAIR}};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, parts, 2, &reply) != 0, &reply, pCompCode, pReason);
  if (*pCompCode != MQCC_FAILED && reply.length >= MQMD_LENGTH_2 + MQ_Q_NAME_LENGTH) {
    narrow(connection->in, descriptor);
    describe_get(options, connection->in + MQMD_LENGTH_2, reply.second);
    if (reply.second > 0) memcpy(pBuffer, connection->in + MQMD_LENGTH_2 + MQ_Q_NAME_LENGTH, (size_t)reply.second);
    *pDataLength = reply.first;
  }
  sim_release(connection);
}

/* ---- MQCMIT, MQBACK ---- */

static void settle(uint32_t verb, MQHCONN handle, PMQLONG comp_code, PMQLONG reason) {
  sim_connection *connection = sim_acquire(handle, comp_code, reason);
  if (connection == NULL) return;
  sim_request request = {.verb = verb};
  sim_reply reply;
  sim_finish(sim_call(connection, &request, NULL, 0, &reply) != 0, &reply, comp_code, reason);
  sim_release(connection);
}

SIM_EXPORT void MQENTRY MQCMIT(MQHCONN Hconn, PMQLONG pCompCode, PMQLONG pReason) {
  settle(SIM_CMIT, Hconn, pCompCode, pReason);
}

SIM_EXPORT void MQENTRY MQBACK(MQHCONN Hconn, PMQLONG pCompCode, PMQLONG pReason) {
  settle(SIM_BACK, Hconn, pCompCode, pReason);
}
