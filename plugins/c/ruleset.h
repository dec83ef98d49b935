/* What a rule in C is written with: the facts of its row, three-valued truth, and the verdicts.
 *
 * On wasm32 a C struct lies in memory as the record of the contract does (engine/wasm/wit/ruleset.wit), so that the
 * structs below are the contract's own bytes and nothing is converted. */
#ifndef RULESET_H
#define RULESET_H

#include <stdbool.h>
#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TEXT(literal) { literal, sizeof(literal) - 1 }

struct text {
    const char *bytes;
    uint32_t length;
};

struct texts {
    const struct text *list;
    uint32_t count;
};

/* The kinds of cells and notes. */
enum kind { UNKNOWN, TRUTH, NUMBER, AT_LEAST, BETWEEN, DAY, WORD };

struct cell {
    uint32_t kind, zero;
    int64_t a, b;
};

enum verdict { NOT_APPLICABLE, MET, UNDETERMINED, UNMET };

struct ruling {
    uint32_t verdict, notes;
    uint64_t read, missing;
};

struct note {
    uint32_t term, kind;
    int64_t a, b;
};

_Static_assert(sizeof(struct cell) == 24 && sizeof(struct ruling) == 24 && sizeof(struct note) == 24, "24 bytes");

/* The row that a rule decides, and what it has looked at so far. */
struct row {
    const struct cell *cells;
    const struct text *texts;
    uint64_t read;
    uint32_t notes;
};

/* True or false, or unknown for want of the facts whose bits are set. */
struct truth {
    bool holds;
    uint64_t missing;
};

/* A value, with the fact that would settle it where it is not known exactly. Unlike kinds cannot be compared. */
struct value {
    enum kind kind;
    int64_t low, high;
    uint64_t missing;
};

/* Looks at the row's fact of that place in the rule's description. */
struct value look(struct row *row, unsigned fact);

/* a >= b, of numbers or of days: known when every possible value gives the same answer. */
struct truth at_least(struct value a, struct value b);

/* Whether the value is that word. */
struct truth is(const struct row *row, struct value value, struct text word);

/* So many years counted in days. */
struct value in_days(struct value years, struct value days_in_a_year);

/* Notes a value that the plugin computed by itself, under its term of the description. */
struct value noted(struct row *row, uint32_t term, struct value value);

/* Ends the evaluation: the rules are wrong, and the host says why. The first reason counts. */
void give_up(struct text reason);

/* What a rule answers: true is met, false unmet, and unknown undetermined. */
struct ruling requires(struct row *row, struct truth truth);
struct ruling not_applicable(struct row *row);

/* Each rule, as the contract describes it, and its function in the same order. */
enum subject { THE_FILE, EACH_CCP, EACH_HELD, EACH_JUROR };

struct rule {
    struct text name;
    uint8_t subject;
    struct texts facts;
};

struct description {
    struct {
        const struct rule *list;
        uint32_t count;
    } rules;
    struct texts terms;
};

extern const struct description description;
extern struct ruling (*const functions[])(struct row *);

#endif
