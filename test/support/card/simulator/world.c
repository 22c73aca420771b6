#include "world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#include <process.h>
#include <windows.h>
#define O_EXCLUSIVE (_O_CREAT | _O_EXCL | _O_WRONLY)
#define current_process _getpid
#else
#include <unistd.h>
#define O_EXCLUSIVE (O_CREAT | O_EXCL | O_WRONLY)
#define current_process getpid
#endif

enum { RULES_MAX = 32, FUNCTIONS_MAX = 64, NAME_MAX_ = 48, PATH_MAX_ = 1024, LINE_MAX_ = 512 };

enum rule_kind { RULE_FAULT, RULE_DELAY, RULE_CRASH, RULE_HANG };

struct rule {
  enum rule_kind kind;
  char function[NAME_MAX_];
  unsigned int code, milliseconds, skip, count;
  char once[NAME_MAX_];
};

static struct {
  int is_loaded, present, reader, journal;
  unsigned int tries, state, ra;
  char pin[NAME_MAX_];
  struct rule rules[RULES_MAX];
  size_t rule_count;
} world;

static struct {
  char function[NAME_MAX_];
  unsigned int calls;
} counters[FUNCTIONS_MAX];

static void path_of(const char *name, char *path) {
  const char *directory = getenv("SWIC_CARD_SIMULATOR");
  snprintf(path, PATH_MAX_, "%s/%s", directory == NULL ? "." : directory, name);
}

static void pause_ms(unsigned int milliseconds) {
#ifdef _WIN32
  Sleep(milliseconds);
#else
  usleep(milliseconds * 1000u);
#endif
}

uint8_t *world_read(const char *name, size_t *size) {
  char path[PATH_MAX_];
  path_of(name, path);
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  fseek(file, 0, SEEK_END);
  long end = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc((size_t)end + 1);
  *size = fread(bytes, 1, (size_t)end, file);
  bytes[*size] = 0;
  fclose(file);
  return bytes;
}

static void write_text(const char *name, const char *text) {
  char path[PATH_MAX_];
  path_of(name, path);
  FILE *file = fopen(path, "wb");
  if (file == NULL) return;
  fputs(text, file);
  fclose(file);
}

static unsigned int option(const char *line, const char *name, unsigned int otherwise) {
  const char *found = strstr(line, name);
  return found == NULL ? otherwise : (unsigned int)strtoul(found + strlen(name), NULL, 10);
}

static void add_rule(enum rule_kind kind, const char *line) {
  if (world.rule_count == RULES_MAX) return;
  struct rule *rule = &world.rules[world.rule_count++];
  memset(rule, 0, sizeof *rule);
  rule->kind = kind;
  sscanf(line, "%*s %47s", rule->function);
  rule->code = option(line, "code=", SIM_CRYPTO);
  rule->milliseconds = option(line, "ms=", 0);
  rule->skip = option(line, "skip=", 0);
  rule->count = option(line, "count=", 0xffffffffu);
  const char *once = strstr(line, "once=");
  if (once != NULL) sscanf(once, "once=%47s", rule->once);
}

static void read_line(const char *line) {
  char key[NAME_MAX_] = "", value[NAME_MAX_] = "";
  if (sscanf(line, "%47s %47s", key, value) < 2) return;
  int yes = strcmp(value, "yes") == 0;
  if (strcmp(key, "present") == 0) world.present = yes;
  else if (strcmp(key, "reader") == 0) world.reader = yes;
  else if (strcmp(key, "journal") == 0) world.journal = yes;
  else if (strcmp(key, "pin") == 0) snprintf(world.pin, sizeof world.pin, "%s", value);
  else if (strcmp(key, "tries") == 0) world.tries = (unsigned int)strtoul(value, NULL, 10);
  else if (strcmp(key, "state") == 0) world.state = (unsigned int)strtoul(value, NULL, 10);
  else if (strcmp(key, "ra") == 0) world.ra = (unsigned int)strtoul(value, NULL, 10);
  else if (strcmp(key, "fault") == 0) add_rule(RULE_FAULT, line);
  else if (strcmp(key, "delay") == 0) add_rule(RULE_DELAY, line);
  else if (strcmp(key, "crash") == 0) add_rule(RULE_CRASH, line);
  else if (strcmp(key, "hang") == 0) add_rule(RULE_HANG, line);
}

static void load_control(void) {
  memset(&world, 0, sizeof world);
  world.is_loaded = world.present = world.reader = 1;
  world.tries = 6;
  world.state = 300;
  size_t size = 0;
  char *text = (char *)world_read("control", &size);
  if (text == NULL) return;
  for (char *line = strtok(text, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) read_line(line);
  free(text);
  char *changed = (char *)world_read("pin", &size);
  if (changed != NULL) snprintf(world.pin, sizeof world.pin, "%s", changed);
  free(changed);
}

static unsigned int count_call(const char *function) {
  for (size_t index = 0; index < FUNCTIONS_MAX; index++) {
    if (counters[index].function[0] == 0) snprintf(counters[index].function, NAME_MAX_, "%s", function);
    if (strcmp(counters[index].function, function) == 0) return ++counters[index].calls;
  }
  return 0;
}

static void journal_call(const char *function) {
  char path[PATH_MAX_];
  path_of("journal", path);
  FILE *file = fopen(path, "ab");
  if (file == NULL) return;
  fprintf(file, "%d %s\n", (int)current_process(), function);
  fclose(file);
}

/* The first who creates the marker may fire; every later process finds it there. */
static int may_fire(const struct rule *rule) {
  if (rule->once[0] == 0) return 1;
  char path[PATH_MAX_];
  path_of(rule->once, path);
  int file = open(path, O_EXCLUSIVE, 0600);
  if (file < 0) return 0;
  close(file);
  return 1;
}

spc_code world_enter(const char *function) {
  if (!world.is_loaded) load_control();
  unsigned int calls = count_call(function);
  if (world.journal) journal_call(function);
  for (size_t index = 0; index < world.rule_count; index++) {
    const struct rule *rule = &world.rules[index];
    if (strcmp(rule->function, function) != 0 || calls <= rule->skip) continue;
    if (calls - rule->skip > rule->count || !may_fire(rule)) continue;
    if (rule->kind == RULE_FAULT) return rule->code;
    if (rule->kind == RULE_DELAY) pause_ms(rule->milliseconds);
    if (rule->kind == RULE_CRASH) *(volatile int *)0 = 1;
    while (rule->kind == RULE_HANG) pause_ms(1000);
  }
  return SPC_OK;
}

spc_code world_open(void) {
  load_control();
  if (!world.reader) return SPC_NO_READER;
  return world.present ? SPC_OK : SPC_NO_CARD;
}

unsigned int world_card_state(void) { return world.present ? world.state : 301; }
unsigned int world_ra_type(void) { return world.ra; }
int world_card_is_present(void) { return world.present; }

static unsigned int wrong_tries(void) {
  size_t size = 0;
  char *text = (char *)world_read("tries", &size);
  unsigned int wrong = text == NULL ? 0 : (unsigned int)strtoul(text, NULL, 10);
  free(text);
  return wrong;
}

spc_code world_check_pin(const uint8_t *pin, spc_size size) {
  char count[16];
  unsigned int wrong = wrong_tries();
  if (wrong >= world.tries) return SIM_PIN_LOCKED;
  if (size == strlen(world.pin) && pin != NULL && memcmp(pin, world.pin, size) == 0) {
    if (wrong > 0) write_text("tries", "0");
    return SPC_OK;
  }
  snprintf(count, sizeof count, "%u", wrong + 1);
  write_text("tries", count);
  return SIM_PIN_WRONG;
}

spc_code world_change_pin(const uint8_t *pin, spc_size size) {
  if (pin == NULL || size == 0 || size >= sizeof world.pin) return SPC_BAD_ARGUMENT;
  memcpy(world.pin, pin, size);
  world.pin[size] = 0;
  write_text("pin", world.pin);
  return SPC_OK;
}

static int hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return -1;
}

size_t world_identity(const char *field, uint8_t *out, size_t room) {
  size_t size = 0, found = 0;
  char *text = (char *)world_read("identity", &size);
  if (text == NULL) return 0;
  for (char *line = strtok(text, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
    size_t length = strlen(field);
    if (strncmp(line, field, length) != 0 || line[length] != ' ') continue;
    for (const char *hex = line + length + 1; found < room && hex_digit(hex[0]) >= 0 && hex_digit(hex[1]) >= 0; hex += 2)
      out[found++] = (uint8_t)(hex_digit(hex[0]) * 16 + hex_digit(hex[1]));
    break;
  }
  free(text);
  return found;
}
