//! The kinds of problems: a closed list. Each has a code that never changes, a status, and a page that explains it.

use axum::http::StatusCode;
use parchemin::core::Lang;

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:ident {
        title: $title_fr:literal, $title_en:literal;
        meaning: $meaning_fr:literal, $meaning_en:literal;
    })+) => {
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

            /// What it is called.
            pub(crate) fn title(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Kind::$name, Lang::Fr) => $title_fr, (Kind::$name, Lang::En) => $title_en,)+
                }
            }

            /// What it means, and how to mend it: the text of its page.
            pub(crate) fn meaning(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Kind::$name, Lang::Fr) => $meaning_fr, (Kind::$name, Lang::En) => $meaning_en,)+
                }
            }
        }
    };
}

impl Kind {
    /// The kind of that code.
    pub(crate) fn of_code(code: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

// In order of status; of those of one status first the one that an answer without words means. Texts in French, then in
// English.
kinds! {
    BadQuery = "bad-query", BAD_REQUEST {
        title: "un paramètre de l’adresse ne convient pas", "a parameter of the address is wrong";
        meaning: "L’adresse porte un paramètre inconnu ou une valeur qui ne convient pas. Le détail dit lequel ; les paramètres de chaque adresse sont dans /openapi.json.",
            "The address has a parameter that is unknown or a value that is wrong. The detail says which; the parameters of each address are in /openapi.json.";
    }
    NotJson = "not-json", BAD_REQUEST {
        title: "le corps n’est pas du JSON", "the body is not JSON";
        meaning: "Le corps de la requête ne se lit pas comme du JSON. La ligne et la colonne sont dans `errors`. Envoyer un seul objet JSON, en UTF-8.",
            "The body of the request cannot be read as JSON. Line and column are in `errors`. Send one JSON object, in UTF-8.";
    }
    BadBody = "bad-body", BAD_REQUEST {
        title: "le corps ne convient pas", "the body is wrong";
        meaning: "Le corps n’est pas ce que cette adresse attend. Le détail et `errors` disent ce qui manque ; les schémas sont dans /openapi.json.",
            "The body is not what this address expects. The detail and `errors` say what is missing; the schemas are in /openapi.json.";
    }
    BadIdempotencyKey = "bad-idempotency-key", BAD_REQUEST {
        title: "`Idempotency-Key` ne convient pas", "`Idempotency-Key` is wrong";
        meaning: "L’en-tête `Idempotency-Key` est un texte de 1 à 255 caractères ASCII visibles, entre guillemets droits ou sans guillemets. Un UUID convient.",
            "The header `Idempotency-Key` is a text of 1 to 255 visible ASCII characters, in double quotes or without. A UUID will do.";
    }
    Unauthorized = "unauthorized", UNAUTHORIZED {
        title: "une clé est demandée", "a key is wanted";
        meaning: "La requête ne porte aucune clé connue. Envoyer l’en-tête `Authorization: Bearer CLÉ`. Une clé se fait par `parchemin serve --new-key ROLE`.",
            "The request has no known key. Send the header `Authorization: Bearer KEY`. A key is made by `parchemin serve --new-key ROLE`.";
    }
    Forbidden = "forbidden", FORBIDDEN {
        title: "cette clé ne le permet pas", "this key does not allow it";
        meaning: "La clé est connue et n’a pas le rôle que cette adresse demande : `reader` pour lire, `evaluator` pour décider, `publisher` pour changer les paquets.",
            "The key is known and lacks the role that this address wants: `reader` to look, `evaluator` to decide, `publisher` to change packages.";
    }
    NotFound = "not-found", NOT_FOUND {
        title: "rien à cette adresse", "nothing at this address";
        meaning: "Aucune ressource n’a cette adresse, ou aucun titre ni paquet n’a ce nom. Le détail donne les noms proches.",
            "No resource has this address, or no titre or package has this name. The detail gives the names that come near.";
    }
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED {
        title: "cette adresse ne connaît pas cette méthode", "this address does not know this method";
        meaning: "L’adresse existe, pour d’autres méthodes : l’en-tête `Allow` les donne.",
            "The address exists, for other methods: the header `Allow` lists them.";
    }
    NotAcceptable = "not-acceptable", NOT_ACCEPTABLE {
        title: "aucune des formes demandées n’existe", "none of the forms asked for exists";
        meaning: "L’en-tête `Accept` ne laisse aucune des formes que cette adresse connaît. Le détail les donne.",
            "The header `Accept` leaves none of the forms that this address knows. The detail lists them.";
    }
    TooSlow = "too-slow", REQUEST_TIMEOUT {
        title: "le délai est passé", "it took too long";
        meaning: "Le corps n’est pas arrivé, ou la réponse n’a pas été faite, dans le délai. La requête peut être répétée.",
            "The body did not come, or the answer was not made, in time. The request can be repeated.";
    }
    PackagesDoNotFit = "packages-do-not-fit", CONFLICT {
        title: "les paquets n’iraient pas ensemble", "the packages would not fit together";
        meaning: "Le changement demandé laisserait des paquets qui ne vont pas ensemble, ou plus que le service n’en garde ; rien n’a été changé. `errors` dit ce qui ne va pas.",
            "The change asked for would leave packages that do not fit together, or more than the service keeps; nothing was changed. `errors` says what does not fit.";
    }
    VersionTaken = "version-taken", CONFLICT {
        title: "cette version existe déjà", "this version exists already";
        meaning: "Un autre paquet a cet identifiant et cette version, et ce qui a été publié ne change plus. Donner une autre version à ce qui a changé.",
            "Another package has this id and version, and what was published does not change. Give another version to what has changed.";
    }
    IdempotencyKeyUnderWay = "idempotency-key-under-way", CONFLICT {
        title: "la demande de cette `Idempotency-Key` est en cours", "the request of this `Idempotency-Key` is under way";
        meaning: "Une demande avec cette `Idempotency-Key` n’est pas encore répondue. Attendre le nombre de secondes de l’en-tête `Retry-After`, et demander encore.",
            "A request with this `Idempotency-Key` has not been answered yet. Wait for the number of seconds in the header `Retry-After`, and ask again.";
    }
    TooLarge = "too-large", PAYLOAD_TOO_LARGE {
        title: "le corps est trop grand", "the body is too large";
        meaning: "Le corps, ou ce que le journal garderait de la décision, dépasse la borne que donne le détail. Un lot n’a pas de borne ; chacune de ses lignes a celle d’un dossier.",
            "The body, or what the log would keep of the decision, is beyond the bound that the detail gives. A batch has no bound; each of its lines has that of one file.";
    }
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE {
        title: "le corps n’est pas de la forme attendue", "the body is not of the form expected";
        meaning: "L’en-tête `Content-Type` n’est pas celui que cette adresse attend : `application/json`, `application/x-ndjson` pour un lot, `application/zip` pour une archive.",
            "The header `Content-Type` is not the one that this address expects: `application/json`, `application/x-ndjson` for a batch, `application/zip` for an archive.";
    }
    UnsupportedEncoding = "unsupported-encoding", UNSUPPORTED_MEDIA_TYPE {
        title: "le corps est compressé", "the body is compressed";
        meaning: "L’en-tête `Content-Encoding` dit que le corps est codé, par gzip par exemple, et le service ne lit que des corps tels quels. L’envoyer sans codage ni cet en-tête.",
            "The header `Content-Encoding` says that the body is encoded, by gzip for example, and the service reads bodies as they are only. Send it without an encoding or this header.";
    }
    WrongFile = "wrong-file", UNPROCESSABLE_ENTITY {
        title: "le dossier ne peut être décidé", "the file cannot be decided";
        meaning: "Le dossier se lit et ne peut être décidé : `errors` donne chaque faute avec son pointeur JSON. Un fait qui manque n’est jamais une faute : il rend une réponse indéterminée.",
            "The file can be read and cannot be decided: `errors` gives each fault with its JSON pointer. A fact that is missing is never a fault: it makes an answer undetermined.";
    }
    UnknownEdition = "unknown-edition", UNPROCESSABLE_ENTITY {
        title: "aucun paquet ne répond à l’édition demandée", "no package meets the edition asked for";
        meaning: "Le paramètre `use` ne désigne aucun paquet actif, ou désigne deux fois le même. GET /v1/packages donne les éditions.",
            "The parameter `use` names no active package, or the same one twice. GET /v1/packages lists the editions.";
    }
    BadArchive = "bad-archive", UNPROCESSABLE_ENTITY {
        title: "l’archive n’est pas entière", "the archive is not whole";
        meaning: "Le corps n’est pas une archive de paquet, ou elle a été modifiée en chemin. Envoyer les octets que `parchemin package pack` a écrits.",
            "The body is not an archive of a package, or was changed on its way. Send the bytes that `parchemin package pack` wrote.";
    }
    NotTrusted = "not-trusted", UNPROCESSABLE_ENTITY {
        title: "l’archive n’est pas de confiance", "the archive is not trusted";
        meaning: "Aucune signature de l’archive ne vaut aujourd’hui pour le service. Le détail dit ce que vaut chacune. L’en-tête `Parchemin-Signature` porte les lignes du fichier .sig, séparées par des virgules.",
            "No signature of the archive holds for the service today. The detail says what each is worth. The header `Parchemin-Signature` has the lines of the file .sig, with commas between them.";
    }
    WrongPackage = "wrong-package", UNPROCESSABLE_ENTITY {
        title: "le paquet est faux", "the package is wrong";
        meaning: "L’archive est entière et de confiance, et le paquet est faux : `errors` donne chaque faute avec son fichier, sa ligne et sa colonne, ou chaque cas qui n’est pas décidé comme il le dit. `parchemin package test` les montre aussi.",
            "The archive is whole and trusted, and the package is wrong: `errors` has each fault with its file, line and column, or each case that is not decided as it says. `parchemin package test` shows them too.";
    }
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY {
        title: "cette `Idempotency-Key` a servi à une autre demande", "this `Idempotency-Key` has served for another request";
        meaning: "Une autre demande a déjà été faite avec cette `Idempotency-Key` : autre corps, autres paramètres, autre forme ou autre langue. Donner une clé nouvelle à chaque demande nouvelle.",
            "Another request was made with this `Idempotency-Key`: with another body, other parameters, another form or another language. Give a new key to each new request.";
    }
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS {
        title: "trop de requêtes avec cette clé", "too many requests with this key";
        meaning: "Cette clé a demandé plus que sa part. Attendre le nombre de secondes de l’en-tête `Retry-After`.",
            "This key has asked for more than its share. Wait for the number of seconds in the header `Retry-After`.";
    }
    Internal = "internal", INTERNAL_SERVER_ERROR {
        title: "une erreur du programme", "an error of the program";
        meaning: "Le programme a failli. Rien n’a été décidé ; l’identifiant de la requête, dans `request`, la retrouve dans le journal.",
            "The program failed. Nothing was decided; the id of the request, in `request`, finds it in the log.";
    }
    RuleFailed = "rule-failed", INTERNAL_SERVER_ERROR {
        title: "une règle a échoué", "a rule failed";
        meaning: "Une règle d’un paquet est fausse. Le dossier n’y est pour rien : le paquet est à corriger, et son éditeur à prévenir.",
            "A rule of a package is wrong. The file is not to blame: the package has to be mended, and its publisher told.";
    }
    Overloaded = "overloaded", SERVICE_UNAVAILABLE {
        title: "le service est occupé", "the service is busy";
        meaning: "Autant de requêtes sont en cours que le service en accepte à la fois. Attendre le nombre de secondes de l’en-tête `Retry-After`.",
            "As many requests are under way as the service takes at once. Wait for the number of seconds in the header `Retry-After`.";
    }
    RuleStopped = "rule-stopped", SERVICE_UNAVAILABLE {
        title: "une règle a été arrêtée par l’horloge", "a rule was stopped by the clock";
        meaning: "L’horloge a arrêté une règle : ce n’est pas une décision. La requête peut être répétée.",
            "The clock stopped a rule: this is no decision. The request can be repeated.";
    }
    StateNotKept = "state-not-kept", SERVICE_UNAVAILABLE {
        title: "l’état des paquets n’a pu être gardé", "the state of the packages could not be kept";
        meaning: "Le changement demandé n’a pu être écrit dans le dossier d’état ; rien n’a été changé. Le journal du service dit pourquoi.",
            "The change asked for could not be written to the folder of the state; nothing was changed. The log of the service says why.";
    }
    DecisionNotLogged = "decision-not-logged", SERVICE_UNAVAILABLE {
        title: "la décision n’a pu être journalisée", "the decision could not be logged";
        meaning: "Le journal des décisions n’a pas pris cette décision, ou nul ne sait s’il l’a prise : elle n’est donc pas donnée. Le journal du service dit pourquoi ; la requête peut être répétée.",
            "The log of decisions has not taken this decision, or nobody knows whether it has: so it is not given. The log of the service says why; the request can be repeated.";
    }
}
