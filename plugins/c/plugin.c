/* The exports of the component, in the canonical ABI: what the host calls, and the memory that it fills.
 *
 * No C library: memory is handed out from one end and given back as a whole once the host has read the answer. */
#include "ruleset.h"

#define EXPORT(name) __attribute__((export_name(name)))
#define RULES "parchemin:ruleset/rules@1.0.0#"

enum { PAGE = 65536 };

extern char __heap_base;
static char *heap = &__heap_base;

/* Memory for so many bytes, all aligned alike; one after another without a gap for records of 24 bytes. */
static void *allocate(uint32_t bytes) {
    char *start = heap;
    char *end = (char *)(__builtin_wasm_memory_size(0) * PAGE);
    if (bytes > UINT32_MAX - 7) __builtin_trap();
    bytes = (bytes + 7) & ~7u;
    if (bytes > (uint32_t)(end - start)) {
        uint32_t pages = (bytes - (uint32_t)(end - start) + PAGE - 1) / PAGE;
        if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) __builtin_trap();
    }
    heap = start + bytes;
    return start;
}

EXPORT("cabi_realloc")
void *cabi_realloc(void *old, uint32_t old_bytes, uint32_t align, uint32_t bytes) {
    (void)align;
    void *fresh = allocate(bytes);
    __builtin_memcpy(fresh, old, old_bytes < bytes ? old_bytes : bytes);
    return fresh;
}

EXPORT(RULES "describe")
const struct description *describe(void) {
    return &description;
}

/* These rules object to nothing: whatever their settings, they answer. */
EXPORT(RULES "check")
const struct texts *check(const void *parameters, uint32_t count, int32_t has_titre, const char *id,
                          uint32_t id_length, const char *revision, uint32_t revision_length,
                          const struct text *ccps, uint32_t ccp_count) {
    (void)parameters, (void)count, (void)has_titre, (void)id, (void)id_length;
    (void)revision, (void)revision_length, (void)ccps, (void)ccp_count;
    static const struct texts none;
    return &none;
}

/* The rulings and notes, or the reason for giving up. */
static struct answer {
    uint8_t gave_up;
    const void *bytes;
    uint32_t length;
} answer;

void give_up(struct text reason) {
    if (!answer.gave_up) answer = (struct answer){ true, reason.bytes, reason.length };
}

/* Notes follow the rulings of their block, which stand already: the next free memory is their place. */
struct value noted(struct row *row, uint32_t term, struct value value) {
    bool known = !value.missing;
    struct note *note = allocate(sizeof *note);
    *note = (struct note){ term, known ? value.kind : UNKNOWN, known ? value.low : 0, 0 };
    row->notes++;
    return value;
}

EXPORT(RULES "evaluate")
const struct answer *evaluate(const struct text *texts, uint32_t text_count, const struct cell *cells,
                              uint32_t bytes) {
    (void)text_count;
    answer = (struct answer){ 0 };
    const struct cell *end = cells + bytes / sizeof *cells;
    char *start = heap;
    while (cells < end) {
        uint32_t rule = cells->kind, rows = cells->zero;
        cells++;
        if (rule >= description.rules.count) {
            give_up((struct text)TEXT("no such rule"));
            break;
        }
        uint32_t facts = description.rules.list[rule].facts.count;
        if (rows > (uint32_t)(end - cells) / facts) {
            give_up((struct text)TEXT("rows are cut short"));
            break;
        }
        struct ruling *rulings = allocate(rows * sizeof *rulings);
        for (uint32_t i = 0; i < rows; i++, cells += facts) {
            struct row row = { .cells = cells, .texts = texts };
            rulings[i] = functions[rule](&row);
        }
    }
    if (!answer.gave_up) answer = (struct answer){ false, start, (uint32_t)(heap - start) };
    return &answer;
}

EXPORT("cabi_post_" RULES "check")
void checked(const void *objections) {
    (void)objections;
    heap = &__heap_base;
}

EXPORT("cabi_post_" RULES "evaluate")
void evaluated(const void *answered) {
    (void)answered;
    heap = &__heap_base;
}
