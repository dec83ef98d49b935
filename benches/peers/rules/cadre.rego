# The rules compared, in Rego. Undefined is unknown: a rule is met if its condition holds, unmet if the contrary holds,
# and undetermined if neither is defined. Days are numbers.
package cadre

findings := {
	"id": object.get(input, "id", null),
	"findings": {
		"recevabilite-notified": recevabilite_notified,
		"recevabilite-valid": recevabilite_valid,
		"vae-experience": vae_experience,
		"resit-in-time": resit_in_time,
		"ccs-holder": ccs_holder,
		"ccs-experience": ccs_experience,
	},
	"attribution": attribution,
}

# The law: the first days on which later values count, and the days of activity in a year.
notification_valid_a_year := 16953

jury_habilitated := 16996

years_of_2017 := 17167

year := 365

activities := {"employee", "self-employed", "volunteer"}

# ── The session at stake: the latest; of several on one day, the one listed last ──────────────────────────────────

no_session if count(input.sessions) == 0

undated if {
	some one in input.sessions
	not one.date
}

at_stake := 0 if count(input.sessions) == 1

else := place if {
	not undated
	latest := max([one.date | some one in input.sessions])
	place := max([n | some n, one in input.sessions; one.date == latest])
}

session := input.sessions[at_stake]

decisive_day := input.evaluate_on if no_session

else := session.date

# ── What the candidate is ─────────────────────────────────────────────────────────────────────────────────────────

aims_at_ccs if input.target.ccs

aims_at_ccs if input.route == "ccs"

aims_at_ccs if session.kind == "ccs"

aims_otherwise if {
	not input.target.ccs
	input.route != "ccs"
	not session
}

aims_otherwise if {
	not input.target.ccs
	input.route != "ccs"
	session.kind != "ccs"
}

trained if input.route == "continuous-training"

trained if {
	input.route in {"capitalisation", "ccs"}
	input.trained
}

untrained if input.route == "vae"

untrained if {
	input.route in {"capitalisation", "ccs"}
	input.trained == false
}

# ── The request for VAE ───────────────────────────────────────────────────────────────────────────────────────────

notified if {
	input.events.recevabilite_notified <= input.evaluate_on
	input.events.request_filed <= input.events.recevabilite_notified
}

not_notified if input.events.recevabilite_notified > input.evaluate_on

not_notified if input.events.request_filed > input.events.recevabilite_notified

not_notified if {
	not input.events.recevabilite_notified
	input.events.recevabilite_unanswered
}

recevabilite_notified := "not-applicable" if input.route != "vae"

else := "undetermined" if not input.route

else := "met" if notified

else := "unmet" if not_notified

else := "undetermined"

valid_until := input.events.recevabilite_notified_year_later if {
	input.events.recevabilite_notified >= notification_valid_a_year
}

recevabilite_valid := "not-applicable" if input.route != "vae"

else := "undetermined" if not input.route

else := "not-applicable" if not_notified

else := "undetermined" if not notified

else := "met" if decisive_day <= valid_until

else := "unmet" if decisive_day > valid_until

else := "undetermined"

vae_experience := "not-applicable" if input.route != "vae"

else := "undetermined" if not input.route

else := "met" if least_days >= year

else := "unmet" if most_days < year

else := "undetermined"

# ── Days of related activity: no day counts twice; what is not known leaves them between two bounds ──────────────

until := input.evaluate_on if input.route != "vae"

else := min([input.events.request_filed, input.evaluate_on]) if input.events.request_filed

counting contains place if {
	some place, row in input.experience
	not row.related == false
}

unbounded if {
	some place in counting
	not input.experience[place].from
}

last_sure_day(row) := row.to if row.to

else := input.evaluate_on if row.ongoing

else := row.from

sure := [[row.from, last_sure_day(row)] |
	some row in input.experience
	row.related
	row.status in activities
]

possible := [[row.from, object.get(row, "to", input.evaluate_on)] |
	some place in counting
	row := input.experience[place]
]

least_days := days_of_union(sure, until) if input.experience

most_days := days_of_union(possible, last_day) if {
	input.experience
	not unbounded
}

last_day := until if until

else := input.evaluate_on

days_of_union(periods, until) := sum([days |
	some place, period in sorted
	end := period[1]
	start := max({period[0]} | {other[1] | some before, other in sorted; before < place})
	start < end
	days := end - start
]) if {
	sorted := sort([[period[0], min([period[1], until]) + 1] | some period in periods; period[0] <= until])
}

# ── A session after a failure ─────────────────────────────────────────────────────────────────────────────────────

earlier contains place if {
	some place, one in input.sessions
	place != at_stake
	past(one)
}

failures_unknown if not known_session

failures_unknown if {
	some place in earlier
	unclear_failure(input.sessions[place])
}

known_session if no_session

known_session if session

unclear_failure(one) if not one.kind

unclear_failure(one) if {
	one.kind == "titre"
	object.get(one, ["decision", "titre"], null) == null
}

unclear_failure(one) if {
	failed(one)
	not one.deliberated_on
}

failed(one) if {
	one.kind == "titre"
	one.decision.titre == false
}

failures := [input.sessions[place] | some place in earlier; failed(input.sessions[place])]

latest_failure := max([one.deliberated_on | some one in failures])

latest_resit := max([one.deliberated_on_year_later | some one in failures])

training_started := input.events.training_started if input.events.training_started <= input.evaluate_on

resit_in_time := "not-applicable" if aims_at_ccs

else := "undetermined" if not aims_otherwise

else := "undetermined" if failures_unknown

else := "not-applicable" if count(failures) == 0

else := "not-applicable" if untrained

else := "undetermined" if not trained

else := "met" if decisive_day <= latest_resit

else := "met" if training_started > latest_failure

else := "unmet" if {
	decisive_day > latest_resit
	training_started <= latest_failure
}

else := "undetermined"

# ── CCS ───────────────────────────────────────────────────────────────────────────────────────────────────────────

titre := data.titres[input.target.titre]

holds_titre if {
	some held in input.titres
	not held.awarded_on > input.evaluate_on
	data.revisions[held.revision] == titre
}

holds_titre if {
	some place, one in input.sessions
	place != at_stake
	past(one)
	one.kind != "ccs"
	one.decision.titre
	one.deliberated_on
}

past(one) if one.deliberated_on <= input.evaluate_on

past(one) if {
	not one.deliberated_on
	not one.date > input.evaluate_on
}

may_hold_titre if not input.titres

may_hold_titre if not input.sessions

may_hold_titre if {
	some held in input.titres
	not held.awarded_on > input.evaluate_on
	not held.revision
}

# The number of one of its revisions is not supplied: a number that nobody knows may be its own. Nor is the table that
# says what CATIC is worth.
may_hold_titre if {
	some held in input.titres
	not held.awarded_on > input.evaluate_on
	held.revision in {"RNCP99999", "catic", "RNCP4537"}
	titre == "mn"
}

may_hold_titre if {
	some held in input.titres
	not held.awarded_on > input.evaluate_on
	not titre
}

may_hold_titre if {
	some place, one in input.sessions
	not place == at_stake
	past(one)
	not one.kind == "ccs"
	not one.decision.titre == false
}

ccs_holder := "not-applicable" if aims_otherwise

else := "undetermined" if not aims_at_ccs

else := "met" if holds_titre

else := "undetermined" if may_hold_titre

else := "unmet"

ccs_days := 3 * year if decisive_day < years_of_2017

else := year if decisive_day

ccs_experience := "not-applicable" if aims_otherwise

else := "undetermined" if not aims_at_ccs

else := "met" if trained

else := "met" if least_days >= ccs_days

else := "unmet" if {
	untrained
	most_days < ccs_days
}

else := "undetermined"

# ── What the jury had before it ───────────────────────────────────────────────────────────────────────────────────

not_deliberated if no_session

not_deliberated if session.deliberated_on > input.evaluate_on

not_deliberated if {
	not session.deliberated_on
	session.date > input.evaluate_on
}

attribution := null if not_deliberated

else := {
	"mise-en-situation-or-project": mise_en_situation_or_project,
	"production-questioning": if_foreseen("production_questioning"),
	"ecf": ecf,
	"dossier-professionnel": provided("dossier_professionnel"),
	"dossier-annexes": if_foreseen("dossier_annexes"),
	"jury-size": jury_size,
	"juror-professional": each_professional,
	"juror-experience": each_experienced,
	"juror-recent": each_recent,
	"juror-habilitated": each_habilitated,
}

provided(piece) := "met" if session.evidence[piece]

else := "unmet" if session.evidence[piece] == false

else := "undetermined"

# No text supplied says whether the RE foresees it: a piece that is not provided leaves the question open.
if_foreseen(piece) := "met" if session.evidence[piece]

else := "undetermined"

mise_en_situation_or_project := "met" if session.evidence.mise_en_situation

else := "met" if session.evidence.project

else := "unmet" if {
	session.evidence.mise_en_situation == false
	session.evidence.project == false
}

else := "undetermined"

ecf := "not-applicable" if untrained

else := "undetermined" if not trained

else := provided("ecf")

# ── The jury ──────────────────────────────────────────────────────────────────────────────────────────────────────

jury_size := "met" if count(session.jury) >= 2

else := "unmet" if session.jury

else := "undetermined"

each_professional := [professional(juror) | some juror in session.jury] if session.jury

else := "undetermined"

professional(juror) := "met" if juror.professional

else := "unmet" if juror.professional == false

else := "undetermined"

least_years := 5 if session.date < years_of_2017

else := 3 if session.date

each_experienced := [experienced(juror) | some juror in session.jury] if session.jury

else := "undetermined"

experienced(juror) := "met" if juror.years_in_job >= least_years

else := "unmet" if juror.years_in_job < least_years

else := "undetermined"

each_recent := [recent(juror) | some juror in session.jury] if session.jury

else := "undetermined"

recent(juror) := "met" if juror.years_since_leaving <= 5

else := "unmet" if juror.years_since_leaving > 5

else := "undetermined"

each_habilitated := [habilitated(juror) | some juror in session.jury] if session.jury

else := "undetermined"

habilitated(juror) := "not-applicable" if session.date < jury_habilitated

else := "met" if juror.habilitated_until >= session.date

else := "unmet" if juror.habilitated_until < session.date

else := "undetermined"
