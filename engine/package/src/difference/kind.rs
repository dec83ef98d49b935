//! The kinds of items: a closed list.

use parchemin_core::{Lang, say};

/// What an item is: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A whole package.
    Package,
    /// The period of a revision: a bound, or its last delivery.
    Period,
    /// The events that choose a revision, or who keeps the former one.
    Provision,
    /// What a revision does to which predecessor.
    Lineage,
    /// A dated parameter.
    Parameter,
    /// A rule.
    Rule,
    /// A function that several rules call.
    Function,
    /// All rules of a package that carries a plugin alone.
    Plugin,
    /// A table of correspondences that is supplied, or is not any more.
    Table,
    /// A row of the table of correspondences.
    Row,
    /// A CCP.
    Ccp,
    /// A CCS.
    Ccs,
    /// A route that is open or closed.
    Route,
    /// A complement that the RE foresees or not.
    Complement,
    /// A former revision that no package describes.
    External,
    /// Another statement about the titre.
    Titre,
    /// A deadline.
    Deadline,
    /// A document and the outcomes that earn it.
    Document,
    /// A package that is needed.
    Requirement,
    /// The bounds of the sandbox.
    Bounds,
    /// A text that citations name.
    Text,
    /// The messages of a rule.
    Message,
    /// The message of a deadline.
    DeadlineMessage,
    /// Another statement about the package.
    Manifest,
}

impl Kind {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Package => "package",
            Kind::Period => "period",
            Kind::Provision => "provision",
            Kind::Lineage => "lineage",
            Kind::Parameter => "parameter",
            Kind::Rule => "rule",
            Kind::Function => "function",
            Kind::Plugin => "plugin",
            Kind::Table => "table",
            Kind::Row => "row",
            Kind::Ccp => "ccp",
            Kind::Ccs => "ccs",
            Kind::Route => "route",
            Kind::Complement => "complement",
            Kind::External => "external",
            Kind::Titre => "titre",
            Kind::Deadline => "deadline",
            Kind::Document => "document",
            Kind::Requirement => "requirement",
            Kind::Bounds => "bounds",
            Kind::Text => "text",
            Kind::Message => "message",
            Kind::DeadlineMessage => "deadline-message",
            Kind::Manifest => "manifest",
        }
    }

    /// The word for people.
    pub fn spoken(self, lang: Lang) -> String {
        match self {
            Kind::Package => say!(lang, fr: "paquet", en: "package"),
            Kind::Period => say!(lang, fr: "période", en: "period"),
            Kind::Provision => say!(lang, fr: "disposition", en: "provision"),
            Kind::Lineage => say!(lang, fr: "filiation", en: "lineage"),
            Kind::Parameter => say!(lang, fr: "paramètre", en: "parameter"),
            Kind::Rule => say!(lang, fr: "règle", en: "rule"),
            Kind::Function => say!(lang, fr: "fonction commune", en: "shared function"),
            Kind::Plugin => say!(lang, fr: "ensemble des règles", en: "rules as a whole"),
            Kind::Table => say!(lang, fr: "tableau de correspondance", en: "correspondence table"),
            Kind::Row => say!(lang, fr: "ligne de correspondance", en: "correspondence row"),
            Kind::Ccp => say!(lang, fr: "CCP", en: "CCP"),
            Kind::Ccs => say!(lang, fr: "CCS", en: "CCS"),
            Kind::Route => say!(lang, fr: "voie d’accès", en: "route"),
            Kind::Complement => say!(lang, fr: "complément du RE", en: "complement of the RE"),
            Kind::External => say!(lang, fr: "ancienne révision", en: "former revision"),
            Kind::Titre => say!(lang, fr: "énoncé du titre", en: "statement of the titre"),
            Kind::Deadline => say!(lang, fr: "échéance", en: "deadline"),
            Kind::Document => say!(lang, fr: "document délivré", en: "document delivered"),
            Kind::Requirement => say!(lang, fr: "paquet requis", en: "package required"),
            Kind::Bounds => say!(lang, fr: "bornes d’exécution", en: "bounds of execution"),
            Kind::Text => say!(lang, fr: "texte", en: "text"),
            Kind::Message => say!(lang, fr: "messages de la règle", en: "messages of the rule"),
            Kind::DeadlineMessage => say!(lang, fr: "message de l’échéance", en: "message of the deadline"),
            Kind::Manifest => say!(lang, fr: "mention du paquet", en: "statement of the package"),
        }
    }
}
