/* SPDX-License-Identifier: MIT */
/*
 * Sealing copies a draft into one growing block: the header first, then, as they come, lists and
 * texts. Everything refers to everything else by offset, so the block may move while it grows and
 * is cut to size at the end. A text that was stored before is found by a small hash table and
 * stored once.
 */
#include "link-prefix.h"
#include "product-slab.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

enum { TABLE_SIZE_MIN = 256, BLOCK_SIZE_MIN = 16 * 1024, BLOCK_SIZE_KEPT = 256 * 1024 };

struct ProductSealer {
	char *block;
	size_t len;
	size_t size;
	uint64_t *table; /* offsets of texts, below their round; a power of two of slots */
	uint32_t round; /* grows with each product: what is left of others counts as free */
	size_t table_size;
	size_t n_texts;
	bool failed; /* out of memory, or past the range of an offset */
	ProductPool pool; /* where what is sealed goes */
};

typedef ProductSealer Sealer;

ProductSealer *product_sealer_new(void) {
	return calloc(1, sizeof(ProductSealer));
}

ProductSealer *product_sealer_free(ProductSealer *sealer) {
	if (!sealer)
		return NULL;
	product_pool_deinit(&sealer->pool);
	free(sealer->block);
	free(sealer->table);
	free(sealer);
	return NULL;
}

/* For the next product: the memory is used again, unless the last one was huge, or the rounds have
 * run out. */
static void reset(Sealer *sealer) {
	if (sealer->size > BLOCK_SIZE_KEPT || sealer->round == UINT32_MAX) {
		free(sealer->block);
		free(sealer->table);
		*sealer = (Sealer){ .pool = sealer->pool };
	}
	sealer->round++;
	sealer->len = sealer->n_texts = 0;
	sealer->failed = false;
}

/* Takes n zeroed bytes, aligned for 32-bit fields; returns their offset, 0 on failure. */
static uint32_t take(Sealer *sealer, size_t n, size_t align) {
	size_t offset = (sealer->len + align - 1) & ~(align - 1);

	if (sealer->failed || n > UINT32_MAX / 4 || offset + n > UINT32_MAX / 2) {
		sealer->failed = true;
		return 0;
	}
	if (offset + n > sealer->size) {
		size_t size = offset + n < BLOCK_SIZE_MIN / 2 ? BLOCK_SIZE_MIN : (offset + n) * 2;
		char *block = realloc(sealer->block, size);

		if (!block) {
			sealer->failed = true;
			return 0;
		}
		sealer->block = block;
		sealer->size = size;
	}
	/* no byte of a block is left to chance: padding, and lists until they are filled */
	if (align > 1)
		memset(sealer->block + sealer->len, 0, offset + n - sealer->len);
	sealer->len = offset + n;
	return (uint32_t)offset;
}

/* Eight bytes at a time; good enough to find a text again, and not meant for more. */
static uint32_t hash_text(const char *text, size_t *ret_length) {
	size_t n = strlen(text);
	uint64_t hash = n, word;

	*ret_length = n;
	for (; n >= sizeof(word); text += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	word = 0;
	for (size_t i = 0; i < n; i++)
		word = word << 8 | (unsigned char)text[i];
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(hash >> 32);
}

static bool is_taken(const Sealer *sealer, uint64_t slot) {
	return slot >> 32 == sealer->round;
}

/* The slot of a text: where it stands, or where it would. */
static uint64_t *find_slot(Sealer *sealer, const char *text, uint32_t hash) {
	size_t i = hash & (sealer->table_size - 1);

	while (is_taken(sealer, sealer->table[i]) &&
		strcmp(sealer->block + (uint32_t)sealer->table[i], text) != 0)
		i = (i + 1) & (sealer->table_size - 1);
	return &sealer->table[i];
}

/* Doubles the table once it is half full. */
static bool grow_table(Sealer *sealer) {
	size_t old_size = sealer->table_size;
	_cleanup_(freep) uint64_t *old = sealer->table;

	sealer->table_size = old_size ? old_size * 2 : TABLE_SIZE_MIN;
	sealer->table = calloc(sealer->table_size, sizeof(uint64_t));
	if (!sealer->table) {
		sealer->table = TAKE_PTR(old);
		sealer->table_size = old_size;
		return false;
	}
	for (size_t i = 0; i < old_size; i++) {
		size_t length;

		if (is_taken(sealer, old[i])) {
			const char *text = sealer->block + (uint32_t)old[i];

			*find_slot(sealer, text, hash_text(text, &length)) = old[i];
		}
	}
	return true;
}

/* Stores a text. */
static TextRef store_text(Sealer *sealer, const char *text, size_t length) {
	uint32_t offset = take(sealer, length + 1, 1);

	if (offset != 0)
		memcpy(sealer->block + offset, text, length + 1);
	return offset;
}

static TextRef seal_text(Sealer *sealer, const char *text) {
	size_t length;

	if (!text || sealer->failed)
		return 0;
	if (sealer->n_texts * 2 >= sealer->table_size && !grow_table(sealer)) {
		sealer->failed = true;
		return 0;
	}

	uint64_t *slot = find_slot(sealer, text, hash_text(text, &length));

	if (is_taken(sealer, *slot))
		return (uint32_t)*slot;

	uint32_t offset = store_text(sealer, text, length);

	if (offset == 0)
		return 0;
	*slot = (uint64_t)sealer->round << 32 | offset;
	sealer->n_texts++;
	return offset;
}

/* The block moves while it grows: look an offset up anew after every call that may store. */
static void *at(Sealer *sealer, uint32_t offset) {
	return sealer->block + offset;
}

static BlockList take_list(Sealer *sealer, size_t n, size_t element_size) {
	BlockList list = { 0 };
	size_t bytes;

	if (n == 0)
		return list;
	if (n > UINT32_MAX || __builtin_mul_overflow(n, element_size, &bytes)) {
		sealer->failed = true;
		return list;
	}
	list.offset = take(sealer, bytes, alignof(uint32_t));
	list.n = sealer->failed ? 0 : (uint32_t)n;
	return list;
}

static void put_ref(Sealer *sealer, uint32_t offset, size_t i, TextRef ref) {
	if (!sealer->failed)
		((TextRef *)at(sealer, offset))[i] = ref;
}

static BlockList seal_texts(Sealer *sealer, const char *const *texts, size_t n) {
	BlockList list = take_list(sealer, n, sizeof(TextRef));

	for (size_t i = 0; i < list.n; i++)
		put_ref(sealer, list.offset, i, seal_text(sealer, texts[i]));
	return list;
}

static BlockList seal_text_list(Sealer *sealer, const TextList *texts) {
	return seal_texts(sealer, (const char *const *)texts->items, texts->n);
}

static BlockList seal_pairs(Sealer *sealer, const PairList *pairs) {
	BlockList list = take_list(sealer, pairs->n, 2 * sizeof(TextRef));

	for (size_t i = 0; i < list.n; i++) {
		put_ref(sealer, list.offset, 2 * i, seal_text(sealer, pairs->items[i].key));
		put_ref(sealer, list.offset, 2 * i + 1, seal_text(sealer, pairs->items[i].value));
	}
	return list;
}

static BlockList seal_custom_fields(Sealer *sealer, const ProductDraft *draft) {
	BlockList list = take_list(sealer, draft->n_custom_fields, sizeof(CustomField));

	for (size_t i = 0; i < list.n; i++) {
		const CustomFieldDraft *field = &draft->custom_fields[i];
		CustomField sealed = {
			.name = seal_text(sealer, field->name),
			.display = seal_text(sealer, field->display),
			.label = seal_text(sealer, field->label),
			.description = seal_text(sealer, field->description),
		};

		if (!sealer->failed)
			((CustomField *)at(sealer, list.offset))[i] = sealed;
	}
	return list;
}

static BlockList seal_auto_methods(Sealer *sealer, const ProductDraft *draft) {
	BlockList list = take_list(sealer, draft->n_auto_methods, sizeof(BlockList));

	for (size_t i = 0; i < list.n; i++) {
		BlockList pairs = seal_pairs(sealer, &draft->auto_methods[i]);

		if (!sealer->failed)
			((BlockList *)at(sealer, list.offset))[i] = pairs;
	}
	return list;
}

static int compare_days(const void *a, const void *b) {
	CivilDay x = *(const CivilDay *)a, y = *(const CivilDay *)b;

	return x < y ? -1 : x > y;
}

/* The release dates of all point releases, sorted: a list may be long, and each one looks for the
 * next. */
static CivilDay *sort_point_dates(const ReleaseDraft *draft) {
	CivilDay *dates = calloc(draft->n_points, sizeof(CivilDay));

	if (!dates)
		return NULL;
	for (size_t i = 0; i < draft->n_points; i++)
		dates[i] = draft->points[i].release_date;
	qsort(dates, draft->n_points, sizeof(CivilDay), compare_days);
	return dates;
}

/* The first of n sorted dates that is later than a day, or CIVIL_DAY_NONE; that, too, where the
 * day is not known. */
static CivilDay next_later(const CivilDay *dates, size_t n, CivilDay day) {
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (dates[middle] <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && day != CIVIL_DAY_NONE ? dates[low] : CIVIL_DAY_NONE;
}

/* A point release is superseded on the next later release date of its release. */
static BlockList seal_points(Sealer *sealer, const ReleaseDraft *draft) {
	BlockList list = take_list(sealer, draft->n_points, sizeof(PointRelease));
	_cleanup_(freep) CivilDay *dates = list.n > 0 ? sort_point_dates(draft) : NULL;

	sealer->failed |= list.n > 0 && !dates;
	for (size_t i = 0; i < list.n && dates; i++) {
		const PointReleaseDraft *point = &draft->points[i];
		PointRelease sealed = {
			.version = seal_text(sealer, point->version),
			.codename = seal_text(sealer, point->codename),
			.release_date = point->release_date,
			.superseded_on = next_later(dates, list.n, point->release_date),
		};

		if (!sealer->failed)
			((PointRelease *)at(sealer, list.offset))[i] = sealed;
	}
	return list;
}

static uint32_t seal_extras(Sealer *sealer, const ReleaseDraft *draft, size_t n_custom) {
	if (!draft->custom && draft->n_points == 0 && draft->architectures.n == 0)
		return 0;

	ReleaseExtras extras = {
		.custom = seal_texts(sealer, draft->custom, draft->custom ? n_custom : 0),
		.points = seal_points(sealer, draft),
		.architectures = seal_text_list(sealer, &draft->architectures),
	};
	uint32_t offset = take(sealer, sizeof(extras), alignof(ReleaseExtras));

	if (!sealer->failed)
		memcpy(at(sealer, offset), &extras, sizeof(extras));
	return offset;
}

/* A release that says no more than most has no ReleaseRare. Returns its offset, or 0. */
static uint32_t seal_rare(Sealer *sealer, const ReleaseDraft *draft, size_t n_custom) {
	ReleaseRare rare = {
		.codename = seal_text(sealer, draft->codename),
		.extras = seal_extras(sealer, draft, n_custom),
		.lts = draft->marks[MILESTONE_LTS],
		.eoes = draft->marks[MILESTONE_EOES],
		.discontinued = draft->marks[MILESTONE_DISCONTINUED],
	};
	uint32_t offset;

	if (rare.codename == 0 && rare.extras == 0 && rare.lts == MARK_ABSENT &&
		rare.eoes == MARK_ABSENT && rare.discontinued == MARK_ABSENT)
		return 0;
	offset = take(sealer, sizeof(rare), alignof(ReleaseRare));
	if (!sealer->failed)
		memcpy(at(sealer, offset), &rare, sizeof(rare));
	return offset;
}

/* How far behind its release a ReleaseRare stands, in steps of four bytes. */
static uint32_t distance(Sealer *sealer, uint32_t release, uint32_t rare) {
	uint32_t steps = rare == 0 ? 0 : (rare - release) / 4;

	sealer->failed |= steps >= 1u << 24;
	return steps;
}

static Release seal_release(
	Sealer *sealer, const ProductDraft *product, const ReleaseDraft *draft, LinkPrefix prefix) {
	bool prefixed = link_has_prefix(draft->link, prefix);

	return (Release){
		.name = seal_text(sealer, draft->name),
		.label = seal_text(sealer, draft->label),
		.latest = seal_text(sealer, draft->latest),
		.link = seal_text(sealer, prefixed ? draft->link + prefix.length : draft->link),
		.release_date = draft->release_date,
		.latest_date = draft->latest_date,
		.eoas = draft->marks[MILESTONE_EOAS],
		.eol = draft->marks[MILESTONE_EOL],
		.flags = draft->flags | (prefixed ? RELEASE_LINK_PREFIXED : 0u),
	};
}

static BlockList seal_by_name(Sealer *sealer, const ProductDraft *draft) {
	BlockList list = take_list(sealer, draft->n_releases, sizeof(uint16_t));

	for (size_t i = 0; i < list.n && !sealer->failed; i++)
		((uint16_t *)at(sealer, list.offset))[i] = (uint16_t)draft->by_name[i];
	return list;
}

static BlockList seal_releases(Sealer *sealer, const ProductDraft *draft, LinkPrefix prefix) {
	BlockList list = take_list(sealer, draft->n_releases, sizeof(Release));

	sealer->failed |= draft->n_releases > UINT16_MAX;
	for (size_t i = 0; i < list.n && !sealer->failed; i++) {
		const ReleaseDraft *release = &draft->releases[i];
		uint32_t offset = list.offset + (uint32_t)(i * sizeof(Release));
		Release sealed = seal_release(sealer, draft, release, prefix);

		sealed.rare = distance(
			sealer, offset, seal_rare(sealer, release, draft->n_custom_fields));
		if (!sealer->failed)
			*(Release *)at(sealer, offset) = sealed;
	}
	return list;
}

static TextRef seal_link_prefix(Sealer *sealer, LinkPrefix prefix) {
	_cleanup_(freep) char *text =
		prefix.length > 0 ? strndup(prefix.text, prefix.length) : NULL;

	sealer->failed |= prefix.length > 0 && !text;
	return seal_text(sealer, text);
}

static void seal_header(Sealer *sealer, const ProductDraft *draft, Product *header) {
	LinkPrefix prefix = link_prefix_find(draft);

	header->flags = draft->flags;
	header->name = seal_text(sealer, draft->name);
	header->label = seal_text(sealer, draft->label);
	header->category = seal_text(sealer, draft->category);
	header->version_command = seal_text(sealer, draft->version_command);
	header->policy_link = seal_text(sealer, draft->policy_link);
	header->icon = seal_text(sealer, draft->icon);
	header->html_link = seal_text(sealer, draft->html_link);
	header->changelog_template = seal_text(sealer, draft->changelog_template);
	header->release_label = seal_text(sealer, draft->release_label);
	header->lts_label = seal_text(sealer, draft->lts_label);
	header->source = seal_text(sealer, draft->source);
	for (size_t i = 0; i < _MILESTONE_MAX; i++)
		header->column_labels[i] = seal_text(sealer, draft->column_labels[i]);
	header->tags = seal_text_list(sealer, &draft->tags);
	header->aliases = seal_text_list(sealer, &draft->aliases);
	header->identifiers = seal_pairs(sealer, &draft->identifiers);
	header->links = seal_pairs(sealer, &draft->links);
	header->os_release_ids = seal_text_list(sealer, &draft->os_release_ids);
	header->architectures = seal_text_list(sealer, &draft->architectures);
	header->custom_fields = seal_custom_fields(sealer, draft);
	header->auto_methods = seal_auto_methods(sealer, draft);
	header->link_prefix = seal_link_prefix(sealer, prefix);
	header->releases = seal_releases(sealer, draft, prefix);
	header->by_name = seal_by_name(sealer, draft);
}

Product *product_sealer_seal(ProductSealer *sealer, const ProductDraft *draft) {
	Product header = { .n_refs = 1 };

	assert(draft->name);
	reset(sealer);
	(void)take(sealer, sizeof(Product), alignof(Product));
	seal_header(sealer, draft, &header);
	if (sealer->failed)
		return NULL;
	header.size = (uint32_t)sealer->len;

	Product *product = product_pool_take(&sealer->pool, sealer->len, &header.slab);

	if (!product)
		return NULL;
	memcpy(sealer->block, &header, sizeof(header));
	return memcpy(product, sealer->block, sealer->len);
}

Product *product_seal(const ProductDraft *draft) {
	_cleanup_(product_sealer_freep) ProductSealer *sealer = product_sealer_new();

	return sealer ? product_sealer_seal(sealer, draft) : NULL;
}
