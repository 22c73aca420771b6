/* The card's session: between SpcInitEnvEx and SpcClearEnv, with or without a verified PIN. */
#ifndef SWIC_CARD_H
#define SWIC_CARD_H

#include <stddef.h>
#include "spc.h"

/* Every exported function begins with this: the world may fail it before it does anything. */
#define ENTER(function)                              \
  do {                                               \
    spc_code entered = world_enter(#function);       \
    if (entered != SPC_OK) return entered;           \
  } while (0)

/* SPC_OK, or why the device cannot be used now. */
spc_code card_is_open(void);
spc_code card_is_unlocked(void);

/* Copies into the caller's buffer; SIM_BUFFER_SMALL sets the size that is needed. */
spc_code give(const uint8_t *bytes, size_t size, uint8_t *out, spc_size *out_size);

#endif
