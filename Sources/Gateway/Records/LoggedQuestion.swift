import Caching
import ModelAPI

/// What a call asked, for the log of a team that has it logged. It is read where the log is written, beside the requests.
public struct LoggedQuestion: Sendable {
    private let call: Call

    init(_ call: Call) { self.call = call }

    /// The beginning of the last question, with everything in it that may be secret.
    /// - Parameter characters: how many characters at most.
    /// - Returns: `nil` for calls that ask nothing in words.
    public func text(characters: Int) -> String? {
        guard call.route.operation != .embeddings, let request = try? Attempt.neutral(call) else { return nil }
        let text = QuestionText.last(of: request)
        return text.isEmpty ? nil : String(text.prefix(max(0, characters)))
    }
}
