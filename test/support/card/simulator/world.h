/*
 * The simulated world around the card: a directory named by SWIC_CARD_SIMULATOR.
 *
 *   control   what the world does, read again at every SpcInitEnvEx; one line each:
 *               present yes|no          a card is in the reader
 *               reader yes|no           a reader is connected
 *               pin DIGITS              the right PIN (a changed one is kept in the file "pin")
 *               tries N                 wrong PINs until the card locks
 *               state N                 what SpcGetCardState says of a present card
 *               ra N                    what SpcGetRaType says
 *               journal yes|no          append every call to "journal": pid, function
 *               fault FUNCTION code=N skip=N count=N
 *               delay FUNCTION ms=N
 *               crash FUNCTION skip=N once=NAME
 *               hang  FUNCTION skip=N once=NAME
 *             skip and count are in calls of that function by this process; once=NAME fires once in the world's life.
 *   identity  NAME HEX: card, certificate, owner, company-id, company-name, mode, user, attachment (octets in hex)
 *   key.pem, sign.der, seal.der
 *   tries     wrong PINs so far, kept over restarts as a card keeps them
 */
#ifndef SWIC_WORLD_H
#define SWIC_WORLD_H

#include <stddef.h>
#include "spc.h"

/* Counts and journals the call, then delays, crashes, hangs or fails as the control file says. 0 = go on. */
spc_code world_enter(const char *function);
/* Reads the control file; the reader's or card's absence as a code. */
spc_code world_open(void);
unsigned int world_card_state(void);
unsigned int world_ra_type(void);
int world_card_is_present(void);

/* SPC_OK, SIM_PIN_WRONG or SIM_PIN_LOCKED; keeps the count on disk. */
spc_code world_check_pin(const uint8_t *pin, spc_size size);
spc_code world_change_pin(const uint8_t *pin, spc_size size);

/* A file of the world in memory of its own (free it); NULL when there is none. */
uint8_t *world_read(const char *name, size_t *size);
/* An identity field's octets into `out`; its size, or 0 when there is none. */
size_t world_identity(const char *field, uint8_t *out, size_t room);

#endif
