import Caching
import Governance
import JSONText
import ModelAPI
import NIOCore
import Routing

/// What providers' own caches have to do with one call: what is put into its prompt, who is preferred for it, and what is
/// remembered of it.
///
/// `@unchecked Sendable`: used by the one task that serves the call, on its event loop; copies that race share what it was
/// made with alone.
final class PromptCachePass: @unchecked Sendable {
    private let memory: PromptCacheMemory
    private let policy: PromptCachePolicy
    private let tenant: CacheTenant
    /// The prompt in the caller's words.
    private let outline: PromptOutline
    private let points: PrefixPoints
    private let found: PrefixHolders.Found?
    /// What was done for the attempt that was answered.
    private var adapted: AdaptedPrompt?
    /// Whether a provider's cache had the prompt's beginning, and the request went somewhere else.
    private(set) var hasLostPrefix = false

    /// A larger body is mostly pictures and files, and would take the loop's time for its digests.
    private static let mostBytes = 8 << 20

    /// - Returns: `nil` where nothing is to be done: it is off, or the prompt is too short for any cache, or very large.
    init?(_ call: Call, _ caller: Caller, _ rules: PromptCacheRules, _ memory: PromptCacheMemory) {
        guard rules.appliesUnasked || call.wantsPromptCache == true, call.route.operation == .chat else { return nil }
        let policy = rules.policies.policy(model: call.model, team: caller.team)
        let body = call.body
        guard policy.applies(to: call.wantsPromptCache), body.readableBytes <= Self.mostBytes,
            let outline = PromptOutline(of: body.readableBytesUInt8Span, in: call.route.dialect),
            outline.tokens >= CacheMinimum.standard
        else { return nil }
        let principal = caller.principal
        tenant = CacheTenant(
            .team,
            organization: principal?.organizationName,
            team: principal?.teamName,
            key: principal?.key.id
        )
        points = PrefixPoints(
            of: outline,
            tenant: tenant,
            subject: "\(call.route.dialect.rawValue) \(call.model)",
            minimum: CacheMinimum.standard
        )
        found = memory.holders.holders(of: points, at: AnswerCache.now())
        self.memory = memory
        self.policy = policy
        self.outline = outline
    }

    /// Who is preferred, other things being equal.
    var holders: [PrefixHolder] { policy.affinity ? found?.holders ?? [] : [] }

    /// Which credential of a target is preferred, as an index; `nil` for any.
    func credential(at seat: Seat) -> Int? {
        guard seat.credentials != nil else { return nil }
        let here = holders.filter { $0.isTarget(seat.id) }
        guard !here.isEmpty else { return nil }
        for holder in here {
            let index = seat.provider.credentials.firstIndex { $0.name.map { holder.isCredential($0) } ?? false }
            if let index { return index }
        }
        return nil
    }

    // MARK: - Adapting a request

    /// Adapts a body that goes on in its own dialect.
    /// - Parameters:
    ///   - call: the call, with its body.
    ///   - seat: whom it goes to.
    ///   - edits: changes of the call's body.
    func adapt(_ call: Call, for seat: Seat, _ edits: inout JSONEdits) -> AdaptedPrompt {
        let body = call.body
        switch seat.provider.dialect.id {
        case .anthropicMessages:
            guard seat.provider.takesPromptCache else { return AdaptedPrompt() }
            var adapted = marked(outline, for: seat)
            adapted.breakpoints?.write(into: &edits, of: outline, body.readableBytesUInt8Span)
            if let last = adapted.breakpoints?.marks.last { adapted.cachedPieces = last.piece + 1 }
            return adapted
        case .openAIChat:
            var adapted = AdaptedPrompt(cachedPieces: outline.pieces.count)
            if let key = cacheKey(for: seat) {
                adapted.hasKey = edits.insert("prompt_cache_key", .string(key), into: call.fields)
            }
            return adapted
        case .gemini: return AdaptedPrompt(cachedPieces: outline.pieces.count)
        }
    }

    /// Adapts a body that was written in the provider's dialect.
    /// - Parameters:
    ///   - written: the body.
    ///   - seat: whom it goes to.
    ///   - bytes: the body's bytes.
    func adapt(_ written: JSONValue, for seat: Seat, _ bytes: inout [UInt8]) -> AdaptedPrompt {
        switch seat.provider.dialect.id {
        case .anthropicMessages:
            bytes = written.bytes
            guard seat.provider.takesPromptCache, let outline = PromptOutline(of: bytes.span, in: .anthropicMessages)
            else { return AdaptedPrompt() }
            var adapted = marked(outline, for: seat)
            guard let breakpoints = adapted.breakpoints, !breakpoints.marks.isEmpty else { return adapted }
            var edits = JSONEdits()
            breakpoints.write(into: &edits, of: outline, bytes.span)
            bytes = edits.applied(to: bytes.span)
            // Pieces have no counterparts in the caller's words; the parts of the prompt do.
            let hasTurns = breakpoints.marks.contains { outline.pieces[$0.piece].part == .turns }
            adapted.cachedPieces = hasTurns ? self.outline.pieces.count : self.outline.headCount
            return adapted
        case .openAIChat:
            var adapted = AdaptedPrompt(cachedPieces: outline.pieces.count)
            if case .object(var object) = written, object["prompt_cache_key"] == nil, let key = cacheKey(for: seat) {
                object.append("prompt_cache_key", .string(key))
                adapted.hasKey = true
                bytes = JSONValue.object(object).bytes
            } else {
                bytes = written.bytes
            }
            return adapted
        case .gemini:
            bytes = written.bytes
            return AdaptedPrompt(cachedPieces: outline.pieces.count)
        }
    }

    private func marked(_ outline: PromptOutline, for seat: Seat) -> AdaptedPrompt {
        let points = PrefixPoints(
            of: outline,
            tenant: tenant,
            subject: seat.id.description,
            minimum: CacheMinimum.anthropic(seat.model)
        )
        var adapted = AdaptedPrompt(points: points)
        if outline.hasMarks {
            // The caller's own: where they stand is taken for the end.
            adapted.cachedPieces = self.outline.pieces.count
            adapted.lifetime = outline.marksAnHour ? .oneHour : .fiveMinutes
            return adapted
        }
        let breakpoints = Breakpoints(
            for: outline,
            at: points,
            sights: memory.tracker.sights(of: points, at: AnswerCache.now()),
            among: policy.lifetimes.allowed
        )
        adapted.breakpoints = breakpoints
        adapted.lifetime = breakpoints.marks.first?.lifetime ?? .fiveMinutes
        return adapted
    }

    private func cacheKey(for seat: Seat) -> String? {
        guard seat.provider.takesPromptCache, !outline.hasCacheKey else { return nil }
        return outline.cacheKey(of: tenant)
    }

    // MARK: - An answer

    /// Takes note of a target that has answered.
    /// - Parameters:
    ///   - seat: the target.
    ///   - credential: the name of the credential that it was asked with.
    ///   - adapted: what was done for it.
    func answered(by seat: Seat, with credential: String?, _ adapted: AdaptedPrompt?) {
        let now = AnswerCache.now()
        self.adapted = adapted
        if let points = adapted?.points { memory.tracker.note(points, at: now) }
        if let breakpoints = adapted?.breakpoints { memory.note(breakpoints) }
        if adapted?.hasKey == true { memory.noteKey() }
        let holder = PrefixHolder(seat.id, credential: credential)
        if let found, found.isCached {
            hasLostPrefix = !found.holders.contains(holder)
            memory.notePrefix(isLost: hasLostPrefix)
        }
        var minimum = CacheMinimum.standard
        if seat.provider.dialect.id == .anthropicMessages { minimum = CacheMinimum.anthropic(seat.model) }
        memory.holders.note(
            points.atLeast(minimum),
            holder,
            for: adapted?.lifetime ?? .fiveMinutes,
            cached: adapted?.cachedPieces ?? 0,
            at: now
        )
    }

    /// Adds to an answer's head what was put into the prompt.
    func write(into head: inout ReplyHead) {
        guard let adapted else { return }
        let marks = adapted.breakpoints?.marks ?? []
        if let first = marks.first {
            let text = "breakpoints=\(marks.count); ttl=\(first.lifetime.rawValue)"
            head.add("x-kanmon-prompt-cache", text)
        } else {
            head.add("x-kanmon-prompt-cache", adapted.hasKey ? "key" : "none")
        }
    }
}
