/*
 * disk.h - puts what comes along a belt into a file, past the system's cache where it can.
 *
 * A bundle is large and is not read again at once. Written the usual way it is copied into the cache,
 * which costs more processor time than encrypting it and pushes out what else is there; and all of it
 * waits for the flush at the end. Whole blocks go to the disk directly instead, while the next ones are
 * made; the rest of a file, and files on systems that know no direct way, go through the cache.
 */
#ifndef UNDERSEAL_DISK_H
#define UNDERSEAL_DISK_H

#include "share/belt.h"

#include <stdatomic.h>
#include <stdint.h>

typedef struct disk {
	int fd;              /* of an empty file; the caller's                                   */
	uint64_t at;         /* bytes written                                                    */
	bool direct;         /* the way that is set on fd now                                    */
	bool cached;         /* there is no direct way                                           */
	atomic_int trouble;  /* errno of the first write that failed, behind which none is made  */
} disk;

/* Nothing may be on its way to an earlier file. */
void disk_begin(disk *d, int fd);

/* The belt_work: arg is the disk. Blocks that are not full end a file. */
void disk_work(void *arg, const unsigned char *bytes, size_t n);

#endif
