/* cut_type1.h - the two portions of a Type 1 program, for cut_type1.c and shown.c. */
#ifndef UNDERSEAL_PDF_CUT_TYPE1_H
#define UNDERSEAL_PDF_CUT_TYPE1_H

#include "redact/base/buf.h"

/* Appends the readable part up to and with "eexec", and the encrypted one decrypted. PFB wrapping
 * and hex are undone. False when it is no Type 1 program. */
bool rpdf_type1_parts(str in, buf *clear, buf *plain);

#endif
