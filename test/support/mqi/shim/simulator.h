/*
 * IBM MQ simulator, the client library side (libmqm_r): what its files share.
 *
 * This is not IBM MQ. It has the entry points and the structure layouts of the MQI and forwards every verb to the
 * simulated queue manager (queue-manager.mjs) over one TCP connection per connection handle. The headers are those of
 * the npm package `ibmmq`, included from where the package lies.
 */
#ifndef SIM_SIMULATOR_H
#define SIM_SIMULATOR_H

#include "platform.h"
#include <cmqc.h>
#include <cmqxc.h>

/* ---- the wire: both headers are little-endian, 24 bytes, followed by `length` bytes of payload ---- */

enum sim_verb {
  SIM_CONNX = 1, SIM_DISC, SIM_OPEN, SIM_CLOSE, SIM_PUT, SIM_PUT1, SIM_GET, SIM_INQ, SIM_SET, SIM_CMIT, SIM_BACK
};

typedef struct {
  uint32_t length;
  uint32_t verb;
  int32_t handle;  /* object handle */
  int32_t options; /* MQOO_, MQPMO_, MQGMO_, MQCO_ as the verb says */
  int32_t first;   /* MQGET: wait interval in ms; MQINQ, MQSET: count of selectors; MQOPEN, MQPUT1: object type */
  int32_t second;  /* MQGET: size of the buffer; MQINQ, MQSET: count of integers */
} sim_request;

typedef struct {
  uint32_t length;
  int32_t comp_code;
  int32_t reason;
  int32_t first;  /* MQOPEN: object handle; MQGET: length of the message */
  int32_t second; /* MQGET: bytes of it that follow the descriptor */
  int32_t action; /* enum sim_action: what the fault injection wants this process to suffer */
} sim_reply;

enum sim_action { SIM_GO_ON = 0, SIM_ABORT = 1, SIM_SEGMENTATION_FAULT = 2 };

typedef struct {
  const void *data;
  size_t length;
} sim_part;

/* ---- connections ---- */

typedef struct {
  pthread_mutex_t lock; /* one verb at a time per connection handle, as MQCNO_HANDLE_SHARE_BLOCK promises */
  MQHCONN handle;       /* 0: the slot is free */
  sim_socket socket;    /* SIM_NO_SOCKET: broken, every verb but MQDISC answers 2009 */
  char queue_manager[MQ_Q_MGR_NAME_LENGTH];
  char *out;
  size_t out_size;
  char *in; /* the payload of the last reply */
  size_t in_size;
} sim_connection;

/* wire.c */
sim_socket sim_dial(const char *connection_name, size_t length);
int sim_call(sim_connection *connection, sim_request *request, const sim_part *parts, int count, sim_reply *reply);

/* connection.c */
sim_connection *sim_acquire(MQHCONN handle, PMQLONG comp_code, PMQLONG reason);
void sim_release(sim_connection *connection);

/* faults.c */
void sim_suffer(int32_t action);
void sim_fail(PMQLONG comp_code, PMQLONG reason, MQLONG code);
void sim_finish(int is_broken, const sim_reply *reply, PMQLONG comp_code, PMQLONG reason);

#endif
