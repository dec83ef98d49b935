/* Three-valued logic over the cells of a row. */
#include "ruleset.h"

struct value look(struct row *row, unsigned fact) {
    const struct cell *cell = &row->cells[fact];
    uint64_t bit = UINT64_C(1) << fact;
    row->read |= bit;
    switch (cell->kind) {
    case UNKNOWN: return (struct value){ .kind = UNKNOWN, .missing = bit };
    case AT_LEAST: return (struct value){ NUMBER, cell->a, INT64_MAX, bit };
    case BETWEEN: return (struct value){ NUMBER, cell->a, cell->b, bit };
    default: return (struct value){ (enum kind)cell->kind, cell->a, cell->a, 0 };
    }
}

static struct truth known(bool holds) {
    return (struct truth){ holds, 0 };
}

/* What two values lack together, where a comparison of them is not settled. */
static struct truth unknown(uint64_t missing) {
    return (struct truth){ false, missing };
}

struct truth at_least(struct value a, struct value b) {
    if (a.kind == UNKNOWN || b.kind == UNKNOWN) return unknown(a.missing | b.missing);
    if (a.kind != b.kind || a.kind == WORD) {
        give_up((struct text)TEXT("unlike kinds are compared"));
        return known(false);
    }
    if (a.low >= b.high) return known(true);
    if (a.high < b.low) return known(false);
    return unknown(a.missing | b.missing);
}

static bool same(struct text a, struct text b) {
    if (a.length != b.length) return false;
    for (uint32_t i = 0; i < a.length; i++) {
        if (a.bytes[i] != b.bytes[i]) return false;
    }
    return true;
}

struct truth is(const struct row *row, struct value value, struct text word) {
    if (value.kind == UNKNOWN) return unknown(value.missing);
    if (value.kind != WORD) {
        give_up((struct text)TEXT("what is compared with a word is none"));
        return known(false);
    }
    return known(same(row->texts[value.low], word));
}

struct value in_days(struct value years, struct value days_in_a_year) {
    uint64_t missing = years.missing | days_in_a_year.missing;
    if (missing) return (struct value){ .kind = UNKNOWN, .missing = missing };
    if (years.kind != NUMBER || days_in_a_year.kind != NUMBER) {
        give_up((struct text)TEXT("years are counted in numbers"));
    }
    /* Of two numbers of 32 bits the product is exact. */
    if (years.low != (int32_t)years.low || days_in_a_year.low != (int32_t)days_in_a_year.low) {
        give_up((struct text)TEXT("no calendar has so many days"));
    }
    int64_t days = (int64_t)((uint64_t)years.low * (uint64_t)days_in_a_year.low);
    return (struct value){ NUMBER, days, days, 0 };
}

struct ruling requires(struct row *row, struct truth truth) {
    enum verdict verdict = truth.missing ? UNDETERMINED : truth.holds ? MET : UNMET;
    return (struct ruling){ verdict, row->notes, row->read, truth.missing };
}

struct ruling not_applicable(struct row *row) {
    return (struct ruling){ NOT_APPLICABLE, row->notes, row->read, 0 };
}
