import Governance
import GuardAdapters
import Guardrails
import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import NIOPosix
import Settings
import Upstream

/// What guardrails have to do with one call: which hold for it, what they have found, and the values they have put aside.
///
/// `@unchecked Sendable`: used by the one task that serves the call, on its event loop.
final class GuardPass: @unchecked Sendable {
    let book: GuardBook
    let selection: GuardSelection
    /// The values that have been replaced, as long as the call lives.
    private(set) var placeholders = Placeholders()
    /// What was asked, for what is compared with it.
    private(set) var question = OutputQuestion()
    /// What has been found.
    private(set) var trail = GuardTrail()
    /// Where guardrails have looked to the end; of streamed answers that is not said here.
    private(set) var looked: Set<GuardStage> = []
    /// Guardrails that could not look and let pass.
    private(set) var failures: [GuardFailure] = []
    /// How many texts of the request were known as ones in which nothing is to be found.
    private(set) var knownTexts = 0
    /// The strictest thing that each guardrail has done, by its name.
    private var deeds: [String: (word: String, strictness: Int)] = [:]
    /// Those that look at answers by themselves, by their places.
    let output: [Int]
    /// Those that other services look for, on each side.
    let asksAbout: (input: [ExternalGuard], output: [ExternalGuard])
    let account: CallAccount
    let client: UpstreamClient
    /// What services say that are asked while the model works; `nil` where none is.
    private var pending: Task<APIError?, Never>?

    /// More text than this is looked at beside the event loop, in bytes: at 20 MB a second others would wait too long.
    private static let mostOnLoop = 32 << 10

    init(_ book: GuardBook, _ selection: GuardSelection, _ account: CallAccount, _ client: UpstreamClient) {
        self.account = account
        self.client = client
        asksAbout = (book.externals(of: selection, at: .input), book.externals(of: selection, at: .output))
        self.book = book
        self.selection = selection
        output = book.suite.indices(of: selection, at: .output)
    }

    /// Whether answers must be looked at, or values put back into them.
    var isNeededForAnswers: Bool { !output.isEmpty || !placeholders.isEmpty || asksAboutAnswers }

    /// Whether services are asked about answers.
    var asksAboutAnswers: Bool { !asksAbout.output.isEmpty }

    // MARK: - Requests

    /// What becomes of a request.
    enum Passage {
        /// It goes on as it is.
        case unchanged
        /// It goes on with another body.
        case edited(ByteBuffer)
        /// It goes to another model, maybe with another body.
        case routed(model: String, ByteBuffer?)
    }

    /// Looks at a request.
    /// - Throws: ``ModelAPI/APIError`` where it is blocked, or cannot be looked at.
    func request(_ call: Call) async throws(APIError) -> Passage {
        let looksAtInput = !book.suite.indices(of: selection, at: .input).isEmpty || !asksAbout.input.isEmpty
        let comparesAnswers = asksAboutAnswers || checksWholeAnswers
        guard looksAtInput || comparesAnswers else { return .unchanged }
        var tree = try Attempt.tree(of: call)
        if looksAtInput, call.route.operation == .embeddings, BodyTexts.hasTokens(tree) {
            throw APIError(
                .invalidRequest,
                "Guardrails look at this request, and cannot look into lists of tokens: send texts.",
                parameter: "input"
            )
        }
        let texts = BodyTexts(tree, of: .request).texts
        if comparesAnswers {
            question.instructions = texts.filter { $0.context.origin == .system && $0.part == .text }.map(\.bytes)
            question.lastUserText = texts.last { $0.context.origin == .user && $0.part == .text }?.bytes ?? []
        }
        guard looksAtInput else { return .unchanged }
        var inspection = try await inspect(texts, at: .input)
        try await ask(asksAbout.input.filter { !$0.isParallel }, about: texts, at: .input, &inspection)
        begin(asksAbout.input.filter(\.isParallel), about: texts, inspection)
        switch inspection.verdict {
        case .block(let type, _): throw Self.blocked(type, "request")
        case .pass, .reask:
            guard !inspection.edits.isEmpty else { return .unchanged }
            BodyTexts.replace(inspection.edits, in: &tree, of: .request)
            return .edited(ByteBuffer(bytes: tree.bytes))
        case .route(let model, _):
            guard !inspection.edits.isEmpty else { return .routed(model: model, nil) }
            BodyTexts.replace(inspection.edits, in: &tree, of: .request)
            return .routed(model: model, ByteBuffer(bytes: tree.bytes))
        }
    }

    // MARK: - Answers

    /// What becomes of an answer.
    enum Release {
        /// It goes on as it is.
        case unchanged
        /// It goes on in another form.
        case edited(ByteBuffer)
        /// The model is to be asked once more.
        case again(FindingType, reason: String)
    }

    /// Looks at a whole answer, and puts values back into it.
    /// - Parameter body: in the caller's dialect.
    /// - Throws: ``ModelAPI/APIError`` where it is blocked, or cannot be looked at.
    func answer(_ body: ByteBuffer) async throws(APIError) -> Release {
        guard isNeededForAnswers else { return .unchanged }
        var tree: JSONValue
        do {
            tree = try JSONValue(parsing: body.readableBytesUInt8Span)
        } catch {
            throw APIError(.upstreamError, "The model provider's answer is not valid JSON.")
        }
        let texts = BodyTexts(tree, of: .answer).texts
        var inspection = try await inspect(texts, at: .output)
        try await ask(asksAbout.output, about: texts, at: .output, &inspection)
        switch inspection.verdict {
        case .block(let type, _): throw Self.blocked(type, "answer")
        case .reask(let name):
            let faults = inspection.evidence.filter { $0.guardrail == name && $0.action == .reask }
            guard let fault = faults.first else { break }
            return .again(fault.type, reason: inspection.reasons[name] ?? "it breaks the rule '\(name)'.")
        case .pass, .route: break
        }
        let edits = restored(inspection.edits, texts, placeholders)
        guard !edits.isEmpty else { return .unchanged }
        BodyTexts.replace(edits, in: &tree, of: .answer)
        // The probabilities of tokens spell the text that was there before.
        if !inspection.edits.isEmpty { Self.removeLogprobs(&tree) }
        return .edited(ByteBuffer(bytes: tree.bytes))
    }

    private static func removeLogprobs(_ value: inout JSONValue) {
        switch value {
        case .array(var elements):
            value = .null
            for index in elements.indices { removeLogprobs(&elements[index]) }
            value = .array(elements)
        case .object(var object):
            value = .null
            object.changeValues { name, member in
                if name == "logprobs" || name == "logprobsResult" { member = .null } else { removeLogprobs(&member) }
            }
            value = .object(object)
        default: break
        }
    }

    /// The edits of an answer, with values put back in all of its texts.
    func restored(
        _ edits: [Int: [UInt8]],
        _ texts: [GuardText],
        _ placeholders: Placeholders
    ) -> [Int: [UInt8]] {
        guard !placeholders.isEmpty else { return edits }
        var edits = edits
        for (index, text) in texts.enumerated() {
            let restored = PlaceholderRestorer.restore(edits[index] ?? text.bytes, placeholders)
            edits[index] = restored == text.bytes ? nil : restored
        }
        return edits
    }

    /// What a caller is told: the kind, and neither rule nor value.
    static func blocked(_ type: FindingType, _ what: String) -> APIError {
        APIError(.guardrailBlocked, "The \(what) was blocked by a guardrail of the gateway: \(type).")
    }

    // MARK: - Looking

    private func inspect(_ texts: [GuardText], at stage: GuardStage) async throws(APIError) -> GuardInspection {
        let size = texts.reduce(0) { $0 + $1.bytes.count }
        let inspection: GuardInspection
        do {
            if size <= Self.mostOnLoop {
                inspection = try book.suite.inspect(
                    texts,
                    at: stage,
                    by: selection,
                    of: question,
                    placeholders: &placeholders
                )
            } else {
                let (suite, selection, question, before) = (book.suite, selection, question, placeholders)
                let (found, after) = try await NIOThreadPool.singleton.runIfActive {
                    var placeholders = before
                    let found = try suite.inspect(
                        texts,
                        at: stage,
                        by: selection,
                        of: question,
                        placeholders: &placeholders
                    )
                    return (found, placeholders)
                }
                inspection = found
                placeholders = after
            }
        } catch let failure as GuardFailure {
            throw unavailable(failure)
        } catch {
            throw unavailable(GuardFailure(guardrail: "", reason: "\(error)"))
        }
        take(inspection)
        looked.insert(stage)
        return inspection
    }

    // MARK: - Services

    /// Asks services about texts as they go on: what has been masked they do not see.
    private func ask(
        _ externals: [ExternalGuard],
        about texts: [GuardText],
        at stage: GuardStage,
        _ inspection: inout GuardInspection
    ) async throws(APIError) {
        for external in externals {
            if case .block = inspection.verdict { return }
            let current = texts.enumerated().map { inspection.edits[$0.offset] ?? $0.element.bytes }
            let verdict: AdapterVerdict
            do throws(GuardFailure) {
                let question = question(current, texts, at: stage)
                verdict = try await external.look(at: question, client, on: account.exchange.eventLoop)
            } catch {
                let rule = book.suite.rules[external.place]
                guard rule.failsOpen || rule.policy.mode == .monitor else { throw unavailable(error) }
                failures.append(error)
                continue
            }
            let found = book.suite.inspection(
                of: verdict.findings(in: current, named: external.name),
                replacements: verdict.texts.map(\.replacement),
                in: current,
                at: stage,
                by: external.place,
                placeholders: &placeholders
            )
            take(found)
            inspection.join(found)
        }
    }

    func question(_ current: [[UInt8]], _ texts: [GuardText], at stage: GuardStage) -> AdapterQuestion {
        let principal = account.caller.principal
        return AdapterQuestion(
            stage: stage,
            texts: zip(current, texts).map { AdapterText($0, origin: $1.context.origin) },
            asked: stage == .output && !question.lastUserText.isEmpty ? question.lastUserText : nil,
            model: account.call?.model ?? "",
            key: principal?.key.name,
            team: principal?.teamName,
            user: principal?.user?.name,
            call: account.exchange.id,
            time: WallClock.nanoseconds()
        )
    }

    /// Asks services while the model works. What they would take out has gone by then: they can only refuse.
    private func begin(_ externals: [ExternalGuard], about texts: [GuardText], _ inspection: GuardInspection) {
        guard !externals.isEmpty else { return }
        pending = Task(executorPreference: account.exchange.executor) { [self] in
            var inspection = inspection
            do throws(APIError) {
                try await ask(externals, about: texts, at: .input, &inspection)
            } catch {
                return error
            }
            guard case .block(let type, _) = inspection.verdict else { return nil }
            return Self.blocked(type, "request")
        }
    }

    /// Whether services have been asked that may not have answered.
    var isWaiting: Bool { pending != nil }

    /// What services said that were asked while the model worked.
    /// - Returns: why the call's answer may not be given; `nil` where it may.
    func settled() async -> APIError? {
        guard let pending else { return nil }
        return await pending.value
    }

    /// The call is over, however: nobody waits for services any more.
    func finish() { pending?.cancel() }

    /// Remembers what has been found.
    func take(_ inspection: GuardInspection) {
        take(inspection.evidence)
        failures += inspection.failures
        knownTexts += inspection.knownTexts
    }

    /// Remembers what has been found in a stream.
    func take(_ relay: any StreamRelay) {
        take(relay.evidence)
        failures += relay.guardFailures
    }

    /// Remembers what has been found.
    func take(_ found: [GuardEvidence]) {
        trail.take(found)
        for line in found where !line.isMonitored {
            let strictness = line.action.strictness
            if strictness > deeds[line.guardrail]?.strictness ?? 0 {
                deeds[line.guardrail] = (line.action.word, strictness)
            }
        }
    }

    private func unavailable(_ failure: GuardFailure) -> APIError {
        failures.append(failure)
        return APIError(.guardrailUnavailable, "A guardrail of the gateway could not look at this.", retryAfter: 1)
    }

    // MARK: - Telling

    /// Adds to an answer's head what guardrails looked, and what came of it.
    func write(into head: inout ReplyHead) {
        var text = ""
        for (index, rule) in book.suite.rules.enumerated() where selection.contains(index: index) {
            if !text.isEmpty { text += ", " }
            let name = rule.policy.name
            text += "\(name)=\(rule.policy.mode == .monitor ? "monitor" : deeds[name]?.word ?? "pass")"
        }
        if !text.isEmpty { head.add("x-kanmon-guard", text) }
    }
}
