//! The closed lists of words a file may use.

use crate::named::named;

named! {
    /// How a candidate comes to the titre (seed 002, routes 1 to 3 and CCS).
    Route {
        ContinuousTraining = "continuous-training", "parcours continu de formation", "continuous training";
        Vae = "vae", "VAE", "VAE";
        Capitalisation = "capitalisation", "capitalisation des CCP", "capitalisation of CCPs";
        Ccs = "ccs", "certificat complémentaire de spécialisation", "complementary certificate (CCS)";
    }
}

named! {
    /// The ways of enrolment that a register fiche opens or closes (seed 003).
    Enrolment {
        Student = "student", "formation sous statut d’élève ou d’étudiant", "training as a pupil or student";
        Apprenticeship = "apprenticeship", "contrat d’apprentissage", "apprenticeship";
        ContinuingTraining = "continuing-training", "formation continue", "continuing training";
        ContratDeProfessionnalisation = "contrat-de-professionnalisation", "contrat de professionnalisation", "contrat de professionnalisation";
        Individual = "individual", "candidature individuelle", "individual application";
    }
}

named! {
    /// A dated event of the file.
    Event {
        TrainingStarted = "training-started", "le début de la formation", "the start of the training";
        RequestFiled = "request-filed", "le dépôt de la demande de VAE", "the filing of the VAE request";
        RecevabiliteNotified = "recevabilite-notified", "la notification de recevabilité", "the notification of recevabilité";
        Registered = "registered", "l’inscription à la session", "the registration for the session";
        Session = "session", "la session", "the session";
        Deliberated = "deliberated", "la délibération du jury", "the deliberation of the jury";
        FirstCcp = "first-ccp", "l’obtention du premier CCP", "the award of the first CCP";
    }
}

named! {
    /// As what an activity was exercised (the VAE form, CERFA 12818).
    Activity {
        Employee = "employee", "salarié", "employee";
        SelfEmployed = "self-employed", "non salarié", "self-employed";
        Volunteer = "volunteer", "bénévole", "volunteer";
        CivicVolunteer = "civic-volunteer", "volontaire", "civic volunteer";
        Athlete = "athlete", "sportif de haut niveau", "top-level athlete";
        UnionMandate = "union-mandate", "responsabilités syndicales", "union mandate";
        ElectedMandate = "elected-mandate", "mandat électoral", "elected mandate";
        Apprenticeship = "apprenticeship", "contrat d’apprentissage", "apprenticeship";
        ContratDeProfessionnalisation = "contrat-de-professionnalisation", "contrat de professionnalisation", "contrat de professionnalisation";
        Cui = "cui", "contrat unique d’insertion", "contrat unique d’insertion";
        Pmsmp = "pmsmp", "période de mise en situation en milieu professionnel", "PMSMP";
        Poe = "poe", "préparation opérationnelle à l’emploi", "POE";
        Pfmp = "pfmp", "période de formation en milieu professionnel", "PFMP";
        Stage = "stage", "stage", "placement";
    }
}

named! {
    /// What a session is for.
    SessionKind {
        Titre = "titre", "session titre", "session for the titre";
        Ccp = "ccp", "session CCP", "session for CCPs";
        Ccs = "ccs", "session CCS", "session for a CCS";
    }
}

named! {
    /// The jury's result for one CCP.
    CcpResult {
        Obtained = "obtained", "obtenu", "obtained";
        NotObtained = "not-obtained", "non obtenu", "not obtained";
        NotPresented = "not-presented", "non présenté", "not presented";
    }
}

named! {
    /// What a jury has before it (seed 002).
    Piece {
        MiseEnSituation = "mise-en-situation", "mise en situation professionnelle", "mise en situation professionnelle";
        Project = "project", "présentation d’un projet", "presentation of a project";
        TechnicalInterview = "technical-interview", "entretien technique", "technical interview";
        Questionnaire = "questionnaire", "questionnaire professionnel", "questionnaire professionnel";
        ProductionQuestioning = "production-questioning", "questionnement à partir de production(s)", "questioning on productions";
        Ecf = "ecf", "résultats des évaluations passées en cours de formation (ECF)", "results of the evaluations during training (ECF)";
        DossierProfessionnel = "dossier-professionnel", "dossier professionnel", "dossier professionnel";
        DossierAnnexes = "dossier-annexes", "annexes du dossier professionnel", "annexes of the dossier professionnel";
        FinalInterview = "final-interview", "entretien final", "final interview";
    }
}

named! {
    /// What a decision answers.
    Question {
        Recevabilite = "recevabilite", "recevabilité", "recevabilité";
        Attribution = "attribution", "attribution", "attribution";
        Situation = "situation", "situation", "situation";
    }
}

impl Piece {
    /// The member of `/sessions/N/evidence` that states it.
    pub fn member(self) -> &'static str {
        match self {
            Piece::MiseEnSituation => "mise_en_situation",
            Piece::Project => "project",
            Piece::TechnicalInterview => "technical_interview",
            Piece::Questionnaire => "questionnaire",
            Piece::ProductionQuestioning => "production_questioning",
            Piece::Ecf => "ecf",
            Piece::DossierProfessionnel => "dossier_professionnel",
            Piece::DossierAnnexes => "dossier_annexes",
            Piece::FinalInterview => "final_interview",
        }
    }
}
