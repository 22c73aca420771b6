/* IBM MQ simulator: connection handles, MQCONNX and MQDISC. */

#include "simulator.h"

#define SIM_CONNECTIONS_MAX 64
#define SIM_FIRST_HANDLE 0x02000001

static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static sim_connection table[SIM_CONNECTIONS_MAX];
static int is_table_ready = 0;
static MQHCONN next_handle = SIM_FIRST_HANDLE;

/* ---- the table: slots are never freed, so a thread that waits for a slot's lock always finds a lock there ---- */

static sim_connection *take_slot(void) {
  sim_connection *found = NULL;
  pthread_mutex_lock(&table_lock);
  if (!is_table_ready) {
    for (int i = 0; i < SIM_CONNECTIONS_MAX; i++) pthread_mutex_init(&table[i].lock, NULL);
    is_table_ready = 1;
  }
  for (int i = 0; i < SIM_CONNECTIONS_MAX && found == NULL; i++) {
    if (table[i].handle == 0) found = &table[i];
  }
  if (found != NULL) {
    found->handle = next_handle++;
    found->socket = SIM_NO_SOCKET;
  }
  pthread_mutex_unlock(&table_lock);
  return found;
}

static sim_connection *find_slot(MQHCONN handle) {
  sim_connection *found = NULL;
  pthread_mutex_lock(&table_lock);
  for (int i = 0; i < SIM_CONNECTIONS_MAX && found == NULL && handle != 0; i++) {
    if (table[i].handle == handle) found = &table[i];
  }
  pthread_mutex_unlock(&table_lock);
  return found;
}

static void free_slot(sim_connection *connection) {
  if (connection->socket != SIM_NO_SOCKET) sim_close_socket(connection->socket);
  connection->socket = SIM_NO_SOCKET;
  pthread_mutex_lock(&table_lock);
  connection->handle = 0;
  pthread_mutex_unlock(&table_lock);
}

/* The locked connection of a handle; NULL and 2018 when there is none (any more). */
sim_connection *sim_acquire(MQHCONN handle, PMQLONG comp_code, PMQLONG reason) {
  sim_connection *connection = find_slot(handle);
  if (connection != NULL) {
    pthread_mutex_lock(&connection->lock);
    if (connection->handle == handle) return connection;
    pthread_mutex_unlock(&connection->lock);
  }
  sim_fail(comp_code, reason, MQRC_HCONN_ERROR);
  return NULL;
}

void sim_release(sim_connection *connection) { pthread_mutex_unlock(&connection->lock); }

/* ---- MQCONNX ---- */

#define SIM_FIELDS_MAX 16

typedef struct {
  sim_part parts[SIM_FIELDS_MAX * 2];
  uint16_t lengths[SIM_FIELDS_MAX];
  int fields;
} field_list;

/* Fixed-length MQ strings are padded with blanks or NULs; the padding does not travel. */
static size_t trimmed(const char *text, size_t length) {
  size_t used = 0;
  for (size_t i = 0; i < length && text[i] != '\0'; i++) {
    if (text[i] != ' ') used = i + 1;
  }
  return used;
}

static void add_field(field_list *list, const void *text, size_t length) {
  int at = list->fields++;
  list->lengths[at] = (uint16_t)(text == NULL ? 0 : length);
  list->parts[at * 2] = (sim_part){&list->lengths[at], sizeof(uint16_t)};
  list->parts[at * 2 + 1] = (sim_part){text, list->lengths[at]};
}

static void add_padded(field_list *list, const char *text, size_t length) {
  add_field(list, text, text == NULL ? 0 : trimmed(text, length));
}

static int has_file(const char *path, const char *suffix) {
  char name[512];
  snprintf(name, sizeof(name), "%s%s", path, suffix);
  FILE *file = fopen(name, "rb");
  if (file == NULL) return 0;
  fclose(file);
  return 1;
}

/* The real client cannot start TLS without a readable key repository and says 2381 before it dials. */
static int is_key_repository_missing(PMQCD channel, PMQSCO tls) {
  char path[MQ_SSL_KEY_REPOSITORY_LENGTH + 1] = {0};
  if (trimmed(channel->SSLCipherSpec, sizeof(channel->SSLCipherSpec)) == 0) return 0;
  if (tls == NULL) return 1;
  size_t length = trimmed(tls->KeyRepository, sizeof(tls->KeyRepository));
  memcpy(path, tls->KeyRepository, length);
  return length == 0 || !(has_file(path, "") || has_file(path, ".kdb") || has_file(path, ".p12"));
}

static void add_security(field_list *list, PMQCSP security) {
  if (security == NULL || security->AuthenticationType != MQCSP_AUTH_USER_ID_AND_PWD) {
    add_field(list, NULL, 0);
    add_field(list, NULL, 0);
    return;
  }
  add_field(list, security->CSPUserIdPtr, (size_t)security->CSPUserIdLength);
  add_field(list, security->CSPPasswordPtr, (size_t)security->CSPPasswordLength);
}

static void add_tls(field_list *list, PMQCD channel, PMQSCO tls) {
  add_padded(list, channel->SSLCipherSpec, sizeof(channel->SSLCipherSpec));
  add_field(list, channel->SSLPeerNamePtr, (size_t)channel->SSLPeerNameLength);
  add_padded(list, tls == NULL ? NULL : tls->KeyRepository, sizeof(tls->KeyRepository));
  add_padded(list, channel->CertificateLabel, sizeof(channel->CertificateLabel));
  add_padded(list, tls != NULL && tls->Version >= MQSCO_VERSION_5 ? tls->CertificateLabel : NULL,
             sizeof(tls->CertificateLabel));
}

typedef struct {
  PMQCD channel;
  PMQSCO tls;
  PMQCSP security;
  const char *application;
} connect_options;

static connect_options read_options(PMQCNO options) {
  connect_options read = {NULL, NULL, NULL, NULL};
  if (options == NULL) return read;
  if (options->Version >= MQCNO_VERSION_2) read.channel = (PMQCD)options->ClientConnPtr;
  if (options->Version >= MQCNO_VERSION_4) read.tls = options->SSLConfigPtr;
  if (options->Version >= MQCNO_VERSION_5) read.security = options->SecurityParmsPtr;
  if (options->Version >= MQCNO_VERSION_7) read.application = options->ApplName;
  return read;
}

static int introduce(sim_connection *connection, PMQCHAR name, PMQCNO options, sim_reply *reply) {
  connect_options with = read_options(options);
  field_list list = {.fields = 0};
  const char *ccsid = getenv("MQCCSID");
  char process[16];
  snprintf(process, sizeof(process), "%d", sim_process_id());
  add_padded(&list, name, MQ_Q_MGR_NAME_LENGTH);
  add_padded(&list, with.channel->ChannelName, sizeof(with.channel->ChannelName));
  add_padded(&list, with.channel->ConnectionName, sizeof(with.channel->ConnectionName));
  add_security(&list, with.security);
  add_tls(&list, with.channel, with.tls);
  add_padded(&list, with.application, MQ_APPL_NAME_LENGTH);
  add_field(&list, ccsid, ccsid == NULL ? 0 : strlen(ccsid));
  add_field(&list, process, strlen(process));
  sim_request request = {.verb = SIM_CONNX, .options = options->Options, .first = SIM_APPLICATION_TYPE,
                         .second = with.channel->HeartbeatInterval};
  return sim_call(connection, &request, list.parts, list.fields * 2, reply);
}

/* Dials and introduces the caller; *is_broken tells that the far end went away in the middle of it. */
static MQLONG establish(sim_connection *connection, PMQCHAR name, PMQCNO options, sim_reply *reply, int *is_broken) {
  connect_options with = read_options(options);
  /* Bindings to a local queue manager, channel tables and MQSERVER are not simulated: a client channel must be given. */
  if (with.channel == NULL) return MQRC_Q_MGR_NAME_ERROR;
  if (is_key_repository_missing(with.channel, with.tls)) return MQRC_KEY_REPOSITORY_ERROR;
  connection->socket = sim_dial(with.channel->ConnectionName,
                                trimmed(with.channel->ConnectionName, sizeof(with.channel->ConnectionName)));
  if (connection->socket == SIM_NO_SOCKET) return MQRC_HOST_NOT_AVAILABLE;
  *is_broken = introduce(connection, name, options, reply) != 0;
  return MQRC_NONE;
}

SIM_EXPORT void MQENTRY MQCONNX(PMQCHAR pQMgrName, PMQCNO pConnectOpts, PMQHCONN pHconn, PMQLONG pCompCode,
                                PMQLONG pReason) {
  *pHconn = MQHC_UNUSABLE_HCONN;
  sim_connection *connection = take_slot();
  if (connection == NULL) {
    sim_fail(pCompCode, pReason, MQRC_MAX_CONNS_LIMIT_REACHED);
    return;
  }
  pthread_mutex_lock(&connection->lock);
  sim_reply reply = {0};
  int is_broken = 0;
  MQLONG early = establish(connection, pQMgrName, pConnectOpts, &reply, &is_broken);
  if (early != MQRC_NONE) sim_fail(pCompCode, pReason, early);
  else sim_finish(is_broken, &reply, pCompCode, pReason);
  if (*pCompCode == MQCC_FAILED) {
    free_slot(connection);
  } else {
    memset(connection->queue_manager, ' ', sizeof(connection->queue_manager));
    if (reply.length <= sizeof(connection->queue_manager)) memcpy(connection->queue_manager, connection->in, reply.length);
    *pHconn = connection->handle;
  }
  pthread_mutex_unlock(&connection->lock);
}

/* ---- MQDISC ---- */

SIM_EXPORT void MQENTRY MQDISC(PMQHCONN pHconn, PMQLONG pCompCode, PMQLONG pReason) {
  sim_connection *connection = sim_acquire(*pHconn, pCompCode, pReason);
  if (connection == NULL) return;
  sim_request request = {.verb = SIM_DISC};
  sim_reply reply;
  int is_broken = sim_call(connection, &request, NULL, 0, &reply) != 0;
  sim_finish(is_broken, &reply, pCompCode, pReason);
  /* The handle is gone in any case, also after 2009: there is nothing more to be done with it. */
  free_slot(connection);
  *pHconn = MQHC_UNUSABLE_HCONN;
  sim_release(connection);
}
