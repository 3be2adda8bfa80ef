internal import Guardrails

/// The kinds of things that services find and built-in detectors of personal data do not.
enum AdapterFindingTypes {
    /// Something that a service for moderation does not want.
    static let moderation = FindingType(rawValue: "MODERATION")
    /// An attack on the model's instructions.
    static let injection = FindingType(rawValue: "INJECTION")
    /// A word of a list.
    static let word = FindingType(rawValue: "WORD")
    /// A link.
    static let url = FindingType(rawValue: "URL")
    /// A validator's objection.
    static let validation = FindingType(rawValue: "VALIDATION")
    /// A postal address of any country.
    static let address = FindingType(rawValue: "ADDRESS")
}
