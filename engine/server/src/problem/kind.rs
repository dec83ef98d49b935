//! The kinds of problems: a closed list. Each has a code that never changes, a status, and a page that explains it.

use axum::http::StatusCode;
use parchemin::core::{Lang, say};

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:ident;)+) => {
        /// A kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind {
            $($name,)+
        }

        impl Kind {
            /// Every kind, in order.
            pub(crate) const ALL: &[Kind] = &[$(Kind::$name,)+];

            /// The last part of its address.
            pub(crate) fn code(self) -> &'static str {
                match self {
                    $(Kind::$name => $code,)+
                }
            }

            /// The status of the answer.
            pub(crate) fn status(self) -> StatusCode {
                match self {
                    $(Kind::$name => StatusCode::$status,)+
                }
            }
        }
    };
}

// In order of status; of those of one status first the one that an answer without words means.
kinds! {
    BadQuery = "bad-query", BAD_REQUEST;
    NotJson = "not-json", BAD_REQUEST;
    BadBody = "bad-body", BAD_REQUEST;
    BadIdempotencyKey = "bad-idempotency-key", BAD_REQUEST;
    Unauthorized = "unauthorized", UNAUTHORIZED;
    Forbidden = "forbidden", FORBIDDEN;
    NotFound = "not-found", NOT_FOUND;
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED;
    NotAcceptable = "not-acceptable", NOT_ACCEPTABLE;
    TooSlow = "too-slow", REQUEST_TIMEOUT;
    PackagesDoNotFit = "packages-do-not-fit", CONFLICT;
    VersionTaken = "version-taken", CONFLICT;
    IdempotencyKeyUnderWay = "idempotency-key-under-way", CONFLICT;
    TooLarge = "too-large", PAYLOAD_TOO_LARGE;
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE;
    UnsupportedEncoding = "unsupported-encoding", UNSUPPORTED_MEDIA_TYPE;
    WrongFile = "wrong-file", UNPROCESSABLE_ENTITY;
    UnknownEdition = "unknown-edition", UNPROCESSABLE_ENTITY;
    BadArchive = "bad-archive", UNPROCESSABLE_ENTITY;
    NotTrusted = "not-trusted", UNPROCESSABLE_ENTITY;
    WrongPackage = "wrong-package", UNPROCESSABLE_ENTITY;
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY;
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS;
    Internal = "internal", INTERNAL_SERVER_ERROR;
    RuleFailed = "rule-failed", INTERNAL_SERVER_ERROR;
    Overloaded = "overloaded", SERVICE_UNAVAILABLE;
    RuleStopped = "rule-stopped", SERVICE_UNAVAILABLE;
    StateNotKept = "state-not-kept", SERVICE_UNAVAILABLE;
    DecisionNotLogged = "decision-not-logged", SERVICE_UNAVAILABLE;
}

impl Kind {
    /// The kind of that code.
    pub(crate) fn of_code(code: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// What it is called.
    pub(crate) fn title(self, lang: Lang) -> String {
        match self {
            Kind::NotJson => say!(lang, fr: "le corps n’est pas du JSON", en: "the body is not JSON"),
            Kind::BadQuery => {
                say!(lang, fr: "un paramètre de l’adresse ne convient pas", en: "a parameter of the address is wrong")
            }
            Kind::BadBody => say!(lang, fr: "le corps ne convient pas", en: "the body is wrong"),
            Kind::Unauthorized => say!(lang, fr: "une clé est demandée", en: "a key is wanted"),
            Kind::Forbidden => {
                say!(lang, fr: "cette clé ne le permet pas", en: "this key does not allow it")
            }
            Kind::NotFound => say!(lang, fr: "rien à cette adresse", en: "nothing at this address"),
            Kind::MethodNotAllowed => {
                say!(lang, fr: "cette adresse ne connaît pas cette méthode", en: "this address does not know this method")
            }
            Kind::NotAcceptable => {
                say!(lang, fr: "aucune des formes demandées n’existe", en: "none of the forms asked for exists")
            }
            Kind::TooSlow => say!(lang, fr: "le délai est passé", en: "it took too long"),
            Kind::PackagesDoNotFit => {
                say!(lang, fr: "les paquets n’iraient pas ensemble", en: "the packages would not fit together")
            }
            Kind::VersionTaken => {
                say!(lang, fr: "cette version existe déjà", en: "this version exists already")
            }
            Kind::TooLarge => say!(lang, fr: "le corps est trop grand", en: "the body is too large"),
            Kind::BadArchive => say!(lang, fr: "l’archive n’est pas entière", en: "the archive is not whole"),
            Kind::NotTrusted => {
                say!(lang, fr: "l’archive n’est pas de confiance", en: "the archive is not trusted")
            }
            Kind::WrongPackage => say!(lang, fr: "le paquet est faux", en: "the package is wrong"),
            Kind::UnsupportedMediaType => {
                say!(lang, fr: "le corps n’est pas de la forme attendue", en: "the body is not of the form expected")
            }
            Kind::UnsupportedEncoding => {
                say!(lang, fr: "le corps est compressé", en: "the body is compressed")
            }
            Kind::WrongFile => {
                say!(lang, fr: "le dossier ne peut être décidé", en: "the file cannot be decided")
            }
            Kind::UnknownEdition => {
                say!(lang, fr: "aucun paquet ne répond à l’édition demandée", en: "no package meets the edition asked for")
            }
            Kind::TooManyRequests => {
                say!(lang, fr: "trop de requêtes avec cette clé", en: "too many requests with this key")
            }
            Kind::RuleFailed => say!(lang, fr: "une règle a échoué", en: "a rule failed"),
            Kind::Internal => say!(lang, fr: "une erreur du programme", en: "an error of the program"),
            Kind::Overloaded => say!(lang, fr: "le service est occupé", en: "the service is busy"),
            Kind::RuleStopped => {
                say!(lang, fr: "une règle a été arrêtée par l’horloge", en: "a rule was stopped by the clock")
            }
            Kind::StateNotKept => {
                say!(lang, fr: "l’état des paquets n’a pu être gardé", en: "the state of the packages could not be kept")
            }
            Kind::DecisionNotLogged => {
                say!(lang, fr: "la décision n’a pu être journalisée", en: "the decision could not be logged")
            }
            Kind::BadIdempotencyKey => {
                say!(lang, fr: "`Idempotency-Key` ne convient pas", en: "`Idempotency-Key` is wrong")
            }
            Kind::IdempotencyKeyReused => say!(lang,
                fr: "cette `Idempotency-Key` a servi à une autre demande", en: "this `Idempotency-Key` has served for another request"),
            Kind::IdempotencyKeyUnderWay => say!(lang,
                fr: "la demande de cette `Idempotency-Key` est en cours", en: "the request of this `Idempotency-Key` is under way"),
        }
    }

    /// What it means, and how to mend it: the text of its page.
    pub(crate) fn meaning(self, lang: Lang) -> String {
        match self {
            Kind::NotJson => say!(lang,
                fr: "Le corps de la requête ne se lit pas comme du JSON. La ligne et la colonne sont dans `errors`. Envoyer un seul objet JSON, en UTF-8.",
                en: "The body of the request cannot be read as JSON. Line and column are in `errors`. Send one JSON object, in UTF-8."),
            Kind::BadQuery => say!(lang,
                fr: "L’adresse porte un paramètre inconnu ou une valeur qui ne convient pas. Le détail dit lequel ; les paramètres de chaque adresse sont dans /openapi.json.",
                en: "The address has a parameter that is unknown or a value that is wrong. The detail says which; the parameters of each address are in /openapi.json."),
            Kind::BadBody => say!(lang,
                fr: "Le corps n’est pas ce que cette adresse attend. Le détail et `errors` disent ce qui manque ; les schémas sont dans /openapi.json.",
                en: "The body is not what this address expects. The detail and `errors` say what is missing; the schemas are in /openapi.json."),
            Kind::Unauthorized => say!(lang,
                fr: "La requête ne porte aucune clé connue. Envoyer l’en-tête `Authorization: Bearer CLÉ`. Une clé se fait par `parchemin serve --new-key ROLE`.",
                en: "The request has no known key. Send the header `Authorization: Bearer KEY`. A key is made by `parchemin serve --new-key ROLE`."),
            Kind::Forbidden => say!(lang,
                fr: "La clé est connue et n’a pas le rôle que cette adresse demande : `reader` pour lire, `evaluator` pour décider, `publisher` pour changer les paquets.",
                en: "The key is known and lacks the role that this address wants: `reader` to look, `evaluator` to decide, `publisher` to change packages."),
            Kind::NotFound => say!(lang,
                fr: "Aucune ressource n’a cette adresse, ou aucun titre ni paquet n’a ce nom. Le détail donne les noms proches.",
                en: "No resource has this address, or no titre or package has this name. The detail gives the names that come near."),
            Kind::MethodNotAllowed => say!(lang,
                fr: "L’adresse existe, pour d’autres méthodes : l’en-tête `Allow` les donne.",
                en: "The address exists, for other methods: the header `Allow` lists them."),
            Kind::NotAcceptable => say!(lang,
                fr: "L’en-tête `Accept` ne laisse aucune des formes que cette adresse connaît. Le détail les donne.",
                en: "The header `Accept` leaves none of the forms that this address knows. The detail lists them."),
            Kind::TooSlow => say!(lang,
                fr: "Le corps n’est pas arrivé, ou la réponse n’a pas été faite, dans le délai. La requête peut être répétée.",
                en: "The body did not come, or the answer was not made, in time. The request can be repeated."),
            Kind::PackagesDoNotFit => say!(lang,
                fr: "Le changement demandé laisserait des paquets qui ne vont pas ensemble, ou plus que le service n’en garde ; rien n’a été changé. `errors` dit ce qui ne va pas.",
                en: "The change asked for would leave packages that do not fit together, or more than the service keeps; nothing was changed. `errors` says what does not fit."),
            Kind::VersionTaken => say!(lang,
                fr: "Un autre paquet a cet identifiant et cette version, et ce qui a été publié ne change plus. Donner une autre version à ce qui a changé.",
                en: "Another package has this id and version, and what was published does not change. Give another version to what has changed."),
            Kind::BadArchive => say!(lang,
                fr: "Le corps n’est pas une archive de paquet, ou elle a été modifiée en chemin. Envoyer les octets que `parchemin package pack` a écrits.",
                en: "The body is not an archive of a package, or was changed on its way. Send the bytes that `parchemin package pack` wrote."),
            Kind::NotTrusted => say!(lang,
                fr: "Aucune signature de l’archive ne vaut aujourd’hui pour le service. Le détail dit ce que vaut chacune. L’en-tête `Parchemin-Signature` porte les lignes du fichier .sig, séparées par des virgules.",
                en: "No signature of the archive holds for the service today. The detail says what each is worth. The header `Parchemin-Signature` has the lines of the file .sig, with commas between them."),
            Kind::WrongPackage => say!(lang,
                fr: "L’archive est entière et de confiance, et le paquet est faux : `errors` donne chaque faute avec son fichier, sa ligne et sa colonne, ou chaque cas qui n’est pas décidé comme il le dit. `parchemin package test` les montre aussi.",
                en: "The archive is whole and trusted, and the package is wrong: `errors` has each fault with its file, line and column, or each case that is not decided as it says. `parchemin package test` shows them too."),
            Kind::TooLarge => say!(lang,
                fr: "Le corps, ou ce que le journal garderait de la décision, dépasse la borne que donne le détail. Un lot n’a pas de borne ; chacune de ses lignes a celle d’un dossier.",
                en: "The body, or what the log would keep of the decision, is beyond the bound that the detail gives. A batch has no bound; each of its lines has that of one file."),
            Kind::UnsupportedMediaType => say!(lang,
                fr: "L’en-tête `Content-Type` n’est pas celui que cette adresse attend : `application/json`, `application/x-ndjson` pour un lot, `application/zip` pour une archive.",
                en: "The header `Content-Type` is not the one that this address expects: `application/json`, `application/x-ndjson` for a batch, `application/zip` for an archive."),
            Kind::UnsupportedEncoding => say!(lang,
                fr: "L’en-tête `Content-Encoding` dit que le corps est codé, par gzip par exemple, et le service ne lit que des corps tels quels. L’envoyer sans codage ni cet en-tête.",
                en: "The header `Content-Encoding` says that the body is encoded, by gzip for example, and the service reads bodies as they are only. Send it without an encoding or this header."),
            Kind::WrongFile => say!(lang,
                fr: "Le dossier se lit et ne peut être décidé : `errors` donne chaque faute avec son pointeur JSON. Un fait qui manque n’est jamais une faute : il rend une réponse indéterminée.",
                en: "The file can be read and cannot be decided: `errors` gives each fault with its JSON pointer. A fact that is missing is never a fault: it makes an answer undetermined."),
            Kind::UnknownEdition => say!(lang,
                fr: "Le paramètre `use` ne désigne aucun paquet actif, ou désigne deux fois le même. GET /v1/packages donne les éditions.",
                en: "The parameter `use` names no active package, or the same one twice. GET /v1/packages lists the editions."),
            Kind::TooManyRequests => say!(lang,
                fr: "Cette clé a demandé plus que sa part. Attendre le nombre de secondes de l’en-tête `Retry-After`.",
                en: "This key has asked for more than its share. Wait for the number of seconds in the header `Retry-After`."),
            Kind::RuleFailed => say!(lang,
                fr: "Une règle d’un paquet est fausse. Le dossier n’y est pour rien : le paquet est à corriger, et son éditeur à prévenir.",
                en: "A rule of a package is wrong. The file is not to blame: the package has to be mended, and its publisher told."),
            Kind::Internal => say!(lang,
                fr: "Le programme a failli. Rien n’a été décidé ; l’identifiant de la requête, dans `request`, la retrouve dans le journal.",
                en: "The program failed. Nothing was decided; the id of the request, in `request`, finds it in the log."),
            Kind::Overloaded => say!(lang,
                fr: "Autant de requêtes sont en cours que le service en accepte à la fois. Attendre le nombre de secondes de l’en-tête `Retry-After`.",
                en: "As many requests are under way as the service takes at once. Wait for the number of seconds in the header `Retry-After`."),
            Kind::RuleStopped => say!(lang,
                fr: "L’horloge a arrêté une règle : ce n’est pas une décision. La requête peut être répétée.",
                en: "The clock stopped a rule: this is no decision. The request can be repeated."),
            Kind::StateNotKept => say!(lang,
                fr: "Le changement demandé n’a pu être écrit dans le dossier d’état ; rien n’a été changé. Le journal du service dit pourquoi.",
                en: "The change asked for could not be written to the folder of the state; nothing was changed. The log of the service says why."),
            Kind::DecisionNotLogged => say!(lang,
                fr: "Le journal des décisions n’a pas pris cette décision, ou nul ne sait s’il l’a prise : elle n’est donc pas donnée. Le journal du service dit pourquoi ; la requête peut être répétée.",
                en: "The log of decisions has not taken this decision, or nobody knows whether it has: so it is not given. The log of the service says why; the request can be repeated."),
            Kind::BadIdempotencyKey => say!(lang,
                fr: "L’en-tête `Idempotency-Key` est un texte de 1 à 255 caractères ASCII visibles, entre guillemets droits ou sans guillemets. Un UUID convient.",
                en: "The header `Idempotency-Key` is a text of 1 to 255 visible ASCII characters, in double quotes or without. A UUID will do."),
            Kind::IdempotencyKeyReused => say!(lang,
                fr: "Une autre demande a déjà été faite avec cette `Idempotency-Key` : autre corps, autres paramètres, autre forme ou autre langue. Donner une clé nouvelle à chaque demande nouvelle.",
                en: "Another request was made with this `Idempotency-Key`: with another body, other parameters, another form or another language. Give a new key to each new request."),
            Kind::IdempotencyKeyUnderWay => say!(lang,
                fr: "Une demande avec cette `Idempotency-Key` n’est pas encore répondue. Attendre le nombre de secondes de l’en-tête `Retry-After`, et demander encore.",
                en: "A request with this `Idempotency-Key` has not been answered yet. Wait for the number of seconds in the header `Retry-After`, and ask again."),
        }
    }
}
