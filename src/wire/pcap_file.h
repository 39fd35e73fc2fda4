/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pcap.c and pcapng.c share: numbers and bytes of a file. */
#ifndef SOCKSH_WIRE_PCAP_FILE_H
#define SOCKSH_WIRE_PCAP_FILE_H

#include "wire/pcap.h"

/* Numbers in the byte order of the file. */
uint32_t pcap_get32(const struct pcap *p, const unsigned char *at);
uint16_t pcap_get16(const struct pcap *p, const unsigned char *at);
/* Reads n bytes: 1; 0 if the file has ended before the first; -1 with *cause. */
int pcap_read(struct pcap *p, void *to, size_t n, char **cause);
/* The same, in place of what data held, within a frame: true, or false with
 * *cause. */
bool pcap_read_data(struct pcap *p, struct strbuf *data, size_t n,
    char **cause);
/* Passes over n bytes, however many; false with *cause. */
bool pcap_skip(struct pcap *p, uint64_t n, char **cause);
/* What frames of a link begin with; data: the first bytes. FRAME_PROTOS: they
 * cannot be read here. */
enum frame_proto pcap_first(uint32_t link, const struct strbuf *data);

/* Begins with a section's header, of which the first PCAP_HEAD bytes are here;
 * false with *cause. */
bool pcapng_open(struct pcap *p, const unsigned char *head, char **cause);
/* As pcap_next. */
int pcapng_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause);

#endif
