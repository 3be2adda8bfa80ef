import Guardrails

/// The languages that can be told apart, by their codes (ISO 639-1).
enum Spoken: String, CaseIterable, Sendable {
    case japanese = "ja"
    case english = "en"
    case chinese = "zh"
    case korean = "ko"

    var language: LanguageGuess.Language {
        switch self {
        case .japanese: .japanese
        case .english: .english
        case .chinese: .chinese
        case .korean: .korean
        }
    }
}
