/* Three rules of the framework in C: numbers, days, words, a count between two bounds, and a value of their own. */
#include "ruleset.h"

enum { IN_DAYS };
static const struct text terms[] = { TEXT("in_days") };

/* Au moins deux membres. */
static const struct text jury_size_facts[] = { TEXT("jury.size"), TEXT("law.jury_minimum_members") };
static struct ruling jury_size(struct row *row) {
    enum { SIZE, MINIMUM };
    return requires(row, at_least(look(row, SIZE), look(row, MINIMUM)));
}

/* Désigné jusqu’au 13 juillet 2016, habilité depuis. */
static const struct text juror_habilitated_facts[] = {
    TEXT("law.jury_regime"), TEXT("juror.habilitated_until"), TEXT("session.day")
};
static struct ruling juror_habilitated(struct row *row) {
    enum { REGIME, HABILITATED_UNTIL, SESSION_DAY };
    struct truth designated = is(row, look(row, REGIME), (struct text)TEXT("designated"));
    if (designated.missing) return requires(row, designated);
    if (designated.holds) return not_applicable(row);
    return requires(row, at_least(look(row, HABILITATED_UNTIL), look(row, SESSION_DAY)));
}

/* Plaquette, 2 : « une expérience professionnelle d’un an en rapport avec le titre visé ». */
static const struct text vae_experience_facts[] = {
    TEXT("file.route"), TEXT("related_days(law.vae_activities)"), TEXT("law.vae_minimum_years"),
    TEXT("law.year_in_days")
};
static struct ruling vae_experience(struct row *row) {
    enum { ROUTE, RELATED_DAYS, YEARS, YEAR_IN_DAYS };
    struct truth vae = is(row, look(row, ROUTE), (struct text)TEXT("vae"));
    if (vae.missing) return requires(row, vae);
    if (!vae.holds) return not_applicable(row);
    struct value days = look(row, RELATED_DAYS);
    struct value least = noted(row, IN_DAYS, in_days(look(row, YEARS), look(row, YEAR_IN_DAYS)));
    return requires(row, at_least(days, least));
}

#define RULE(name, subject) { TEXT(#name), subject, { name##_facts, COUNT(name##_facts) } }

static const struct rule rules[] = {
    RULE(jury_size, THE_FILE),
    RULE(juror_habilitated, EACH_JUROR),
    RULE(vae_experience, THE_FILE),
};
struct ruling (*const functions[])(struct row *) = { jury_size, juror_habilitated, vae_experience };
_Static_assert(COUNT(rules) == COUNT(functions), "a function for each rule");

const struct description description = { { rules, COUNT(rules) }, { terms, COUNT(terms) } };
