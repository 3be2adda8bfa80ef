import GuardAdapters
import Guardrails
import JSONText

/// How streamed answers are looked at.
extension GuardPass {
    /// Whether some of them may change answers, or end them.
    var mayEditAnswers: Bool {
        !placeholders.isEmpty || output.contains { book.suite.rules[$0].policy.mode == .enforce }
            || reviewers.contains { !$0.isMonitored }
    }

    /// Whether some of them look at answers as wholes by themselves.
    var checksWholeAnswers: Bool { output.contains { book.suite.rules[$0].needsWholeAnswer } }

    /// Whether streamed answers are kept until they are whole.
    var keepsAnswers: Bool {
        output.contains { place in
            let rule = book.suite.rules[place]
            guard rule.policy.mode == .enforce else { return false }
            return book.streaming[place] == .strict || rule.needsWholeAnswer && book.streaming[place] != .audit
        } || asksAbout.output.contains { isEnforced($0) && book.streaming[$0.place] == .strict }
    }

    /// Whether nothing may go out of a streamed answer for a while although the model speaks.
    var mayFallSilent: Bool { keepsAnswers || asksAbout.output.contains(where: isEnforced) }

    /// Whether calls go on where one of those fails that look at answers.
    var failsOpen: Bool { output.allSatisfy { book.suite.rules[$0].failsOpen } }

    /// The names of those that look at answers.
    var outputNames: String { output.map { book.suite.rules[$0].policy.name }.joined(separator: ", ") }

    /// What looks at one text of a streamed answer; `nil` where nothing does as it comes.
    func makeStreamGuard() -> StreamGuard? {
        let places = output.filter { !book.suite.rules[$0].needsWholeAnswer }
        let policies = places.map { place in
            var policy = book.suite.rules[place].policy
            if book.streaming[place] == .audit { policy.mode = .monitor }
            return policy
        }
        guard !policies.isEmpty else { return nil }
        return book.suite.makeStreamGuard(policies)
    }

    /// Looks at a streamed answer as a whole.
    /// - Throws: ``Guardrails/GuardFailure`` where it cannot be looked at.
    func whole(
        _ text: [UInt8],
        _ placeholders: inout Placeholders
    ) throws(GuardFailure) -> GuardInspection {
        try book.suite.inspect(wholeAnswer: text, by: selection, of: question, placeholders: &placeholders)
    }

    // MARK: - Arguments of calls

    /// The arguments of a call of a tool, looked at as a whole.
    /// - Parameter json: the arguments; what is not JSON is looked at as text.
    /// - Throws: ``Guardrails/GuardFailure`` where they cannot be looked at.
    func arguments(
        _ json: [UInt8],
        _ placeholders: inout Placeholders
    ) throws(GuardFailure) -> (bytes: [UInt8], verdict: GuardVerdict, evidence: [GuardEvidence]) {
        guard var tree = try? JSONValue(parsing: json) else {
            let text = GuardText(json, ScanContext(origin: .assistant), part: .arguments)
            let inspection = try book.suite.inspect([text], at: .output, by: selection, placeholders: &placeholders)
            return (inspection.edits[0] ?? json, inspection.verdict, inspection.evidence)
        }
        let texts = BodyTexts(tree, of: .arguments).texts
        let inspection = try book.suite.inspect(texts, at: .output, by: selection, placeholders: &placeholders)
        guard !inspection.edits.isEmpty else { return (json, inspection.verdict, inspection.evidence) }
        BodyTexts.replace(inspection.edits, in: &tree, of: .arguments)
        return (tree.bytes, inspection.verdict, inspection.evidence)
    }

    /// The arguments of a call of a tool, with values put back.
    func restored(arguments json: [UInt8], _ placeholders: Placeholders) -> [UInt8] {
        guard !placeholders.isEmpty else { return json }
        guard var tree = try? JSONValue(parsing: json) else {
            return PlaceholderRestorer.restore(json, placeholders, form: .json)
        }
        let edits = restored([:], BodyTexts(tree, of: .arguments).texts, placeholders)
        guard !edits.isEmpty else { return json }
        BodyTexts.replace(edits, in: &tree, of: .arguments)
        return tree.bytes
    }

    // MARK: - Services

    /// The services that look at streamed answers, in the order of the configuration.
    var reviewers: [Reviewer] {
        asksAbout.output.map { external in
            let isMonitored = !isEnforced(external)
            return Reviewer(
                external: external,
                isMonitored: isMonitored,
                failsOpen: isMonitored || book.suite.rules[external.place].failsOpen
            )
        }
    }

    /// What services see of one text of a streamed answer; `nil` where none looks.
    func makeReviewedText() -> ReviewedText? {
        guard asksAboutAnswers else { return nil }
        return ReviewedText(
            keepsAnswers ? .whole : .windows,
            goesOnAtOnce: !asksAbout.output.contains(where: isEnforced)
        )
    }

    /// Whether something is done about what a service says of a streamed answer.
    private func isEnforced(_ external: ExternalGuard) -> Bool {
        book.suite.rules[external.place].policy.mode == .enforce && book.streaming[external.place] != .audit
    }

    /// Asks a service about a part of a streamed answer.
    func answer(to question: ReviewQuestion) async -> Result<AdapterVerdict, GuardFailure> {
        let texts = question.texts.map { GuardText($0, ScanContext(origin: .assistant)) }
        do throws(GuardFailure) {
            return .success(
                try await question.external.look(
                    at: self.question(question.texts, texts, at: .output),
                    client,
                    on: account.exchange.eventLoop
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
