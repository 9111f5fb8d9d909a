/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * json-heap - the memory of jansson's values. Room: document.
 *
 * A document of everything is some two hundred thousand values that live for a moment each. jansson
 * lets a program bring its own memory (json_set_alloc_funcs()); this brings pieces.
 */

/* From now on. Before the first value is made: jansson does not tell whose memory a value is. */
void json_heap_use(void);
/* Gives back what no value needs, if no value lives. */
void json_heap_release(void);
