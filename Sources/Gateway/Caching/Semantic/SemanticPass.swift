import Caching
import ModelAPI

/// What answering by meaning has to do with one call.
///
/// `@unchecked Sendable`: used by the one task that serves the call, on its event loop.
final class SemanticPass: @unchecked Sendable {
    /// What was found out of the question so far.
    struct Findings: Sendable {
        var text: AnalyzedText
        /// `nil` where there was none in time.
        var vector: UnitVector?
        /// What was found; `nil` for nothing.
        var finding: SemanticSearch.Finding?
    }

    /// How far it is.
    private enum State {
        /// Nothing was looked for: only the answer is to be stored.
        case idle
        /// It was looked for, and nothing is given.
        case known(Findings)
        /// It is looked for beside the request, in shadow mode.
        case shadow(Task<Findings, Never>)
        /// Everything is written down.
        case over
    }

    let finder: SemanticFinder
    private var state = State.idle

    init(_ finder: SemanticFinder) { self.finder = finder }

    /// Something was looked for, and nothing is given.
    func know(_ findings: Findings) { state = .known(findings) }

    /// Something is looked for beside the request.
    func wait(for task: Task<Findings, Never>) { state = .shadow(task) }

    /// The call's answer is stored: so is its question now.
    /// - Parameter answer: what the provider said.
    func stored(_ answer: ChatResponse) { end(isStored: true, answer) }

    /// The call is over, whatever became of it.
    func finish() { end(isStored: false, nil) }

    private func end(isStored: Bool, _ answer: ChatResponse?) {
        let before = state
        state = .over
        let finder = finder
        switch before {
        case .over: return
        case .known(let findings):
            guard isStored, let vector = findings.vector else { return }
            finder.insert(vector)
        case .idle:
            guard isStored else { return }
            finder.cache.semantic.desk.run {
                let text = AnalyzedText(finder.question.text)
                if let vector = await finder.vector(of: text) { finder.insert(vector) }
            }
        case .shadow(let task):
            finder.cache.semantic.desk.run {
                let findings = await task.value
                // What was found is looked at before the stored answer could be pushed out by this one.
                let agreement = answer.flatMap { finder.agreement(of: findings.finding, with: $0) }
                if let vector = findings.vector {
                    finder.note(findings.finding, agreement: agreement)
                    if isStored { finder.insert(vector) }
                }
            }
        }
    }
}

extension SemanticFinder {
    /// Looks beside the request, for shadow mode.
    func lookBeside() -> Task<SemanticPass.Findings, Never> {
        Task(executorPreference: globalConcurrentExecutor) {
            let text = AnalyzedText(question.text)
            var findings = SemanticPass.Findings(text: text, vector: await vector(of: text))
            guard let vector = findings.vector else {
                cache.semantic.count { $0.unembedded += 1 }
                return findings
            }
            findings.finding = find(text, vector)
            if let finding = findings.finding, finding.isHit {
                cache.semantic.count { $0.shadowHits += 1 }
                if let hit = hit(finding, text, isServed: false) {
                    cache.semantic.served.remember(hit, of: account.requestID)
                }
            }
            return findings
        }
    }

    /// How far a found answer agrees with the provider's.
    fileprivate func agreement(of finding: SemanticSearch.Finding?, with answer: ChatResponse) -> AnswerAgreement? {
        guard let finding, finding.judgement.isSame,
            let stored = cache.exact.peek(finding.candidate.entry.digest),
            let before = try? stored.recording.response(), let given = answer.plainText, let said = before.plainText
        else { return nil }
        return AnswerAgreement(stored: said, given: given)
    }
}

extension ChatResponse {
    /// What is said in words; `nil` where something else is said, too, such as a tool's call.
    fileprivate var plainText: String? {
        guard choices.count == 1, let choice = choices.first else { return nil }
        var text = ""
        for part in choice.parts {
            switch part {
            case .text(let part): text += part.text
            case .thinking, .redactedThinking: break
            default: return nil
            }
        }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }
}
