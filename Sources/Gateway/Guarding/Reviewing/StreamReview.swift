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
        let place = reviewer.external.place
        switch subject {
        case .window(var window):
            let outcome = window.take(
                said.findings(in: [window.text], named: reviewer.external.name)[0],
                said.texts.first?.replacement,
                by: place,
                of: suite,
                isMonitored: reviewer.isMonitored,
                &placeholders
            )
            subject = .window(window)
            return outcome
        case .arguments(var arguments):
            let outcome = arguments.take(
                said.findings(in: arguments.texts, named: reviewer.external.name),
                said.texts.map(\.replacement),
                by: place,
                of: suite,
                isMonitored: reviewer.isMonitored,
                &placeholders
            )
            subject = .arguments(arguments)
            return outcome
        }
    }
}
