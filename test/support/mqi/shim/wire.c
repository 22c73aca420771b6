/* IBM MQ simulator: one TCP connection, one request, one reply. */

#include "simulator.h"

#define SIM_PAYLOAD_MAX (128u * 1024u * 1024u) /* MQ's own limit of a message is 100 MB */
#define SIM_DEFAULT_PORT "1414"

static int grow(char **buffer, size_t *size, size_t wanted) {
  if (*size >= wanted) return 0;
  size_t next = *size == 0 ? 16384 : *size;
  while (next < wanted) next *= 2;
  char *moved = realloc(*buffer, next);
  if (moved == NULL) return -1;
  *buffer = moved;
  *size = next;
  return 0;
}

static int send_all(sim_socket socket, const char *data, size_t length) {
  while (length > 0) {
    int sent = (int)send(socket, data, length, SIM_NO_SIGNAL);
    if (sent <= 0) return -1;
    data += sent;
    length -= (size_t)sent;
  }
  return 0;
}

static int receive_all(sim_socket socket, char *data, size_t length) {
  while (length > 0) {
    int got = (int)recv(socket, data, length, 0);
    if (got <= 0) return -1;
    data += got;
    length -= (size_t)got;
  }
  return 0;
}

static void break_connection(sim_connection *connection) {
  if (connection->socket != SIM_NO_SOCKET) sim_close_socket(connection->socket);
  connection->socket = SIM_NO_SOCKET;
}

static int exchange(sim_connection *connection, size_t out_length, sim_reply *reply) {
  if (send_all(connection->socket, connection->out, out_length) != 0) return -1;
  if (receive_all(connection->socket, (char *)reply, sizeof(*reply)) != 0) return -1;
  if (reply->length > SIM_PAYLOAD_MAX || grow(&connection->in, &connection->in_size, reply->length + 1) != 0) return -1;
  return receive_all(connection->socket, connection->in, reply->length);
}

/*
 * Sends the request and its parts and waits for the reply, for ever if need be. The payload of the reply is in
 * connection->in until the next call. Returns 0, or -1 after the connection broke (it stays broken).
 */
int sim_call(sim_connection *connection, sim_request *request, const sim_part *parts, int count, sim_reply *reply) {
  if (connection->socket == SIM_NO_SOCKET) return -1;
  size_t length = 0;
  for (int i = 0; i < count; i++) length += parts[i].length;
  request->length = (uint32_t)length;
  if (length > SIM_PAYLOAD_MAX || grow(&connection->out, &connection->out_size, sizeof(*request) + length) != 0) {
    break_connection(connection);
    return -1;
  }
  char *at = connection->out;
  memcpy(at, request, sizeof(*request));
  at += sizeof(*request);
  for (int i = 0; i < count; i++) {
    if (parts[i].length > 0) memcpy(at, parts[i].data, parts[i].length);
    at += parts[i].length;
  }
  if (exchange(connection, sizeof(*request) + length, reply) != 0) {
    break_connection(connection);
    return -1;
  }
  sim_suffer(reply->action);
  /* The queue manager says 2009 itself when a test ordered a broken connection: no later verb may succeed on it. */
  if (reply->reason == MQRC_CONNECTION_BROKEN && reply->comp_code == MQCC_FAILED) break_connection(connection);
  return 0;
}

static sim_socket dial_one(const char *host, const char *port) {
  struct addrinfo hints, *list = NULL;
  memset(&hints, 0, sizeof(hints));
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(host, port, &hints, &list) != 0) return SIM_NO_SOCKET;
  sim_socket found = SIM_NO_SOCKET;
  for (struct addrinfo *at = list; at != NULL && found == SIM_NO_SOCKET; at = at->ai_next) {
    sim_socket candidate = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (candidate == SIM_NO_SOCKET) continue;
    int is_on = 1;
    setsockopt(candidate, IPPROTO_TCP, TCP_NODELAY, (const char *)&is_on, sizeof(is_on));
    if (connect(candidate, at->ai_addr, (int)at->ai_addrlen) == 0) found = candidate;
    else sim_close_socket(candidate);
  }
  freeaddrinfo(list);
  return found;
}

/* Reads one "host(port)" and dials it; the port may be left out. */
static sim_socket dial_entry(const char *entry, size_t length) {
  char host[256] = {0};
  char port[16] = SIM_DEFAULT_PORT;
  while (length > 0 && *entry == ' ') { entry++; length--; }
  while (length > 0 && entry[length - 1] == ' ') length--;
  const char *open = memchr(entry, '(', length);
  size_t host_length = open == NULL ? length : (size_t)(open - entry);
  if (host_length == 0 || host_length >= sizeof(host)) return SIM_NO_SOCKET;
  memcpy(host, entry, host_length);
  if (open != NULL) {
    const char *close = memchr(open, ')', length - host_length);
    size_t port_length = close == NULL ? 0 : (size_t)(close - open - 1);
    if (port_length == 0 || port_length >= sizeof(port)) return SIM_NO_SOCKET;
    memset(port, 0, sizeof(port));
    memcpy(port, open + 1, port_length);
  }
  return dial_one(host, port);
}

/* Tries the entries of an MQ connection name ("host(port),host2(port2)") in their order. */
sim_socket sim_dial(const char *connection_name, size_t length) {
#ifdef _WIN32
  WSADATA data;
  WSAStartup(MAKEWORD(2, 2), &data);
#endif
  const char *end = connection_name + length;
  while (connection_name < end) {
    const char *comma = memchr(connection_name, ',', (size_t)(end - connection_name));
    const char *stop = comma == NULL ? end : comma;
    sim_socket found = dial_entry(connection_name, (size_t)(stop - connection_name));
    if (found != SIM_NO_SOCKET) return found;
    connection_name = stop + 1;
  }
  return SIM_NO_SOCKET;
}
