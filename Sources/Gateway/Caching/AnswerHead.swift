import Caching
import ModelAPI

/// What those who follow another call's answer must know of it before its bytes.
struct AnswerHead: Sendable {
    /// Whether a stream comes.
    let form: AnswerRecording.Form
    /// The provider's dialect.
    let dialect: DialectID
    /// Who answers.
    let target: PlannedTarget
    /// What of the question it was not told.
    let dropped: String?
}
