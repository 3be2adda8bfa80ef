import Caching
import ModelAPI
import NIOCore
import Routing

/// Gives a caller the answer that another call of the same question is getting right now.
struct FollowedReply {
    /// What came of following.
    enum Outcome {
        /// The caller has its answer, or has gone.
        case over(RequestRecord.Ending)
        /// Nothing has been told: this call asks a provider, and others follow it.
        case leads(FlightLeader<AnswerHead>)
        /// Nothing has been told: this call asks a provider for itself.
        case alone
    }

    let follower: FlightFollower<AnswerHead>
    let pass: CachePass
    let cache: AnswerCache
    let call: Call
    let account: CallAccount
    let facts: CallFacts

    private var exchange: Exchange { account.exchange }

    /// What has come so far.
    private struct Progress {
        var head: AnswerHead?
        /// Makes the caller's stream of the provider's, where both are streams.
        var relay: (any StreamRelay)?
        var bytes: [UInt8] = []
        var chunks: [AnswerRecording.Chunk] = []
        var hasBegun = false
        /// Keeps the caller's stream awake while guardrails hold it back.
        var keepAlive: StreamKeepAlive?
        /// How the call has ended, where a guardrail ended it.
        var ending: RequestRecord.Ending?
    }

    /// Follows to the end.
    func send() async -> Outcome {
        var progress = Progress()
        defer { progress.keepAlive?.stop() }
        do {
            while true {
                switch try await follower.next() {
                case .head(let head): try begin(head, &progress)
                case .chunk(let bytes):
                    guard try await take(bytes, &progress) else {
                        return .over(progress.ending ?? close(.clientGone, progress))
                    }
                case .end: return try await finish(&progress)
                case .lead(let leader): return .leads(leader)
                case .alone: return .alone
                case .failed(let failure): throw APIError(.upstreamError, failure.message)
                }
            }
        } catch {
            guard progress.hasBegun else { return gone(progress) ?? .alone }
            let cause =
                exchange.isCutOff
                ? APIError(.overloaded, "The gateway is shutting down.")
                : APIError(.upstreamError, "The model provider's answer broke off.")
            let ending = close(exchange.isClientGone ? .clientGone : .failed(cause.kind), progress)
            let last = progress.relay?.breakOff(cause) ?? ByteBuffer()
            account.bodies?.take(streamed: last)
            exchange.endStream(last)
            return .over(ending)
        }
    }

    /// Where the caller cannot be answered any more before anything was.
    private func gone(_ progress: Progress) -> Outcome? {
        if exchange.isClientGone { return .over(close(.clientGone, progress)) }
        // Whoever asks next finds out that it is cut off.
        return nil
    }

    /// An answer begins: the first one, or that of another leader.
    private func begin(_ head: AnswerHead, _ progress: inout Progress) throws {
        progress = Progress(head: head)
        guard head.form == .stream, call.stream else { return }
        var request = try facts.neutral()
        request.includesExtras = call.includesExtras
        progress.relay = RecordedReplay.relay(
            from: Dialects.dialect(head.dialect),
            for: request,
            call,
            exchange.id,
            guards: StreamGuards(account, call, facts)
        )
    }

    /// - Returns: whether the caller is still there.
    private func take(_ bytes: [UInt8], _ progress: inout Progress) async throws -> Bool {
        guard let head = progress.head else { return true }
        guard progress.relay != nil else {
            progress.bytes += bytes
            progress.chunks.append(AnswerRecording.Chunk(end: UInt32(clamping: progress.bytes.count), delay: 0))
            return !exchange.isClientGone
        }
        var events = try progress.relay?.take(ByteBuffer(bytes: bytes)) ?? ByteBuffer()
        if !progress.hasBegun {
            progress.hasBegun = true
            exchange.prepareStream(streamHead(head))
            if account.guards?.mayFallSilent == true {
                progress.keepAlive = StreamKeepAlive(exchange, call.route.framing)
            }
        }
        while true {
            account.bodies?.take(streamed: events)
            if let stopped = progress.relay?.blocked ?? progress.relay?.guardFailure {
                progress.ending = close(.failed(stopped.kind), progress)
                events.writeImmutableBuffer(progress.relay?.finish() ?? ByteBuffer())
                exchange.endStream(events)
                return false
            }
            // The end is told when what becomes of the call is written down.
            if progress.relay?.sawEnd == true { _ = close(.answered, progress) }
            if events.readableBytes > 0 { progress.keepAlive?.note() }
            guard await exchange.writeStream(events) else { return false }
            guard progress.relay?.asking != nil else { return true }
            events = try await progress.relay?.review(account.guards) ?? ByteBuffer()
        }
    }

    private func finish(_ progress: inout Progress) async throws -> Outcome {
        guard let head = progress.head else { return .alone }
        guard progress.relay != nil else { return await retell(head, progress) }
        var events = progress.relay?.finish() ?? ByteBuffer()
        events.writeImmutableBuffer(try await progress.relay?.reviewToEnd(account.guards) ?? ByteBuffer())
        let stopped = progress.relay?.blocked ?? progress.relay?.guardFailure
        guard progress.hasBegun, stopped != nil || progress.relay?.sawEnd == true && progress.relay?.failure == nil
        else {
            throw AttemptFailure.truncated
        }
        account.bodies?.take(streamed: events)
        let answered = stopped.map { RequestRecord.Ending.failed($0.kind) } ?? .answered
        let ending = close(exchange.isClientGone ? .clientGone : answered, progress)
        exchange.endStream(events)
        return .over(ending)
    }

    /// Tells an answer that is whole in this caller's form.
    private func retell(_ head: AnswerHead, _ progress: Progress) async -> Outcome {
        guard let digest = pass.question.digest else { return .alone }
        let now = AnswerCache.now()
        let kept = cache.exact.peek(digest).flatMap { $0.isExpired(at: now) ? nil : $0 }
        guard let answer = kept ?? passing(head, progress, digest, now) else { return .alone }
        pass.hit(age: answer.age(at: now))
        let reply = CachedReply(
            stored: answer,
            isStored: kept != nil,
            pass: pass,
            cache: cache,
            call: call,
            account: account
        )
        if let ending = await reply.send(facts) { return .over(ending) }
        pass.miss()
        return .alone
    }

    /// An answer that is not stored: it is given to those who asked while it came, and to nobody else.
    private func passing(
        _ head: AnswerHead,
        _ progress: Progress,
        _ digest: CacheDigest,
        _ now: CacheInstant
    ) -> CachedAnswer? {
        let recording =
            head.form == .whole
            ? AnswerRecording(whole: progress.bytes, dialect: head.dialect)
            : AnswerRecording(stream: progress.bytes, chunks: progress.chunks, dialect: head.dialect)
        guard let recording else { return nil }
        let usage: Usage?
        if pass.question.isEmbedding {
            guard let found = try? OpenAIEmbeddings().check(recording.bytes.span) else { return nil }
            usage = found
        } else {
            guard let response = try? recording.response() else { return nil }
            usage = response.usage
        }
        return CachedAnswer(
            digest: digest,
            created: now,
            expires: now,
            origin: origin(head, usage),
            recording: recording
        )
    }

    private func origin(_ head: AnswerHead, _ usage: Usage?) -> CachedAnswer.Origin {
        CachedAnswer.Origin(
            provider: head.target.seat.id.provider,
            model: head.target.seat.id.model,
            usage: usage,
            cost: account.rated(usage, of: head.target).money,
            dropped: head.dropped
        )
    }

    private func streamHead(_ answer: AnswerHead) -> ReplyHead {
        pass.hit(age: .zero)
        var head = CachedReply.head(type: call.route.framing.mediaType, origin(answer, nil), account)
        CachedReply.addStreamFields(to: &head, call.route)
        return head
    }

    /// Writes down what becomes of the call, before the caller can take its answer for whole.
    private func close(_ ending: RequestRecord.Ending, _ progress: Progress) -> RequestRecord.Ending {
        // Who leaves before anything has come has been given nothing out of the cache.
        guard let head = progress.head, progress.hasBegun else { return ending }
        if let relay = progress.relay { account.guards?.take(relay) }
        let origin = origin(head, progress.relay?.usage)
        account.close(CallAccount.Closing(ending: ending, status: 200, stored: origin))
        return ending
    }
}
