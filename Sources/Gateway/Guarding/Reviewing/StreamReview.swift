import GuardAdapters
import Guardrails

/// A part of a streamed answer that waits until services have seen it, one after the other.
struct StreamReview: Sendable {
    /// What waits.
    enum Subject: Sendable {
        case window(ReviewWindow)
        case arguments(ReviewedArguments)
    }

    /// Which of several answers it belongs to.
    let choice: Int
    private(set) var subject: Subject
    private let reviewers: [Reviewer]
    /// Whose turn it is.
    private var turn = 0

    init(of subject: Subject, in choice: Int, by reviewers: [Reviewer]) {
        self.subject = subject
        self.choice = choice
        self.reviewers = reviewers
    }

    /// Who is asked next; `nil` where all have been.
    var reviewer: Reviewer? { turn < reviewers.count ? reviewers[turn] : nil }

    /// What is asked next; `nil` where all have answered.
    var question: ReviewQuestion? { reviewer.map { ReviewQuestion(external: $0.external, texts: texts) } }

    private var texts: [[UInt8]] {
        switch subject {
        case .window(let window): [window.text]
        case .arguments(let arguments): arguments.texts
        }
    }

    /// Nobody waits for the one whose turn it is.
    mutating func skip() { turn += 1 }

    /// The one whose turn it is has answered.
    mutating func take(
        _ said: AdapterVerdict,
        _ suite: GuardSuite,
        _ placeholders: inout Placeholders
    ) -> (verdict: GuardVerdict, evidence: [GuardEvidence]) {
        guard let reviewer else { return (.pass, []) }
        turn += 1
        let answer = ReviewAnswer(said, of: reviewer, about: texts)
        switch subject {
        case .window(var window):
            defer { subject = .window(window) }
            return window.take(answer, suite, &placeholders)
        case .arguments(var arguments):
            defer { subject = .arguments(arguments) }
            return arguments.take(answer, suite, &placeholders)
        }
    }
}
