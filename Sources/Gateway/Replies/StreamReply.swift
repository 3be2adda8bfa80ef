import HTTPWire
import ModelAPI
import NIOCore
import Upstream

/// Gives the caller an answer as a stream. From here on it can only go on or end in an error event.
struct StreamReply {
    let call: Call
    let exchange: Exchange
    /// What the call holds and owes: its reservation's readings go into the head.
    let account: CallAccount
    /// Where the target is counted that answers.
    let series: Int

    /// How a stream ended.
    enum Ending {
        /// Whole.
        case complete
        /// A guardrail ended it.
        case blocked(APIError)
        /// The provider broke it, or told of an error.
        case broken(AttemptFailure)
        /// The caller has gone, or the gateway had to end it.
        case abandoned
    }

    /// Passes a stream on to its end. Whatever breaks it ends it with an error event.
    /// - Parameter ends: told once how the stream ends, before the bytes go out from which the caller learns it: what has to
    ///   be written down of an answer is written down before the caller can take it for whole. It is also told an estimate of
    ///   the output's tokens so far.
    func send(
        _ answer: inout StreamAnswer,
        _ trace: AttemptTrace,
        ends: (Ending, StreamAnswer, _ estimatedOutput: Int) -> Void
    ) async {
        exchange.prepareStream(head(answer, trace))
        let mayFallSilent = account.guards?.mayFallSilent == true
        let keepAlive = mayFallSilent ? StreamKeepAlive(exchange, call.route.framing) : nil
        defer { keepAlive?.stop() }
        var meter = account.estimatesOutput ? OutputSampler() : nil
        var isTold = false
        func tell(_ ending: Ending) {
            guard !isTold else { return }
            isTold = true
            account.guards?.take(answer.relay)
            ends(ending, answer, meter?.tokens ?? 0)
        }
        let body = answer.body
        var isSilent = false
        var events = answer.first
        answer.first = ByteBuffer()
        // A provider may say more behind its error; dropping the body reads over a small rest, so that the connection can
        // be used again.
        while !body.isAtEnd, answer.relay.failure == nil {
            meter?.take(events)
            account.bodies?.take(streamed: events)
            if let blocked = answer.relay.blocked {
                body.cancel()
                tell(.blocked(blocked))
                events.writeImmutableBuffer(answer.relay.finish())
                return exchange.endStream(events)
            }
            if events.readableBytes > 0 { keepAlive?.note() }
            if answer.relay.sawEnd { tell(.complete) }
            let isAhead = account.cache?.isAheadOfCaller(events.readableBytes, isClientGone: exchange.isClientGone)
            if isAhead == true {
                // Others need what comes next, however slow this caller is, or where it has gone.
                exchange.pushStream(events)
            } else {
                guard await exchange.writeStream(events) else {
                    body.cancel()
                    return tell(.abandoned)
                }
            }
            events = ByteBuffer()
            do throws(AttemptFailure) {
                guard let next = try await nextEvents(&answer, &isSilent) else { break }
                events = next
            } catch {
                if exchange.isClientGone { return tell(.abandoned) }
                let cause = exchange.isCutOff ? Self.shuttingDown : error.error
                tell(exchange.isCutOff ? .abandoned : .broken(error))
                let last = answer.relay.breakOff(cause)
                account.bodies?.take(streamed: last)
                return exchange.endStream(last)
            }
        }
        events.writeImmutableBuffer(answer.relay.finish())
        do throws(CancellationError) {
            events.writeImmutableBuffer(try await answer.review(by: account.guards, isLast: true))
        } catch {
            tell(.abandoned)
            return exchange.isClientGone ? () : exchange.endStream(answer.relay.breakOff(Self.shuttingDown))
        }
        var ending = Ending.complete
        if let stopped = answer.relay.blocked ?? answer.relay.guardFailure {
            body.cancel()
            ending = .blocked(stopped)
        } else if let failure = answer.relay.failure {
            ending = .broken(AttemptFailure(inside: failure))
        } else if !answer.relay.sawEnd {
            ending = .broken(.truncated)
            events.writeImmutableBuffer(answer.relay.breakOff(AttemptFailure.truncated.error))
        }
        meter?.take(events)
        account.bodies?.take(streamed: events)
        tell(ending)
        exchange.endStream(events)
    }

    /// After how long a silence goes out what guardrails hold back of a text and need not.
    private static let patience = TimeAmount.milliseconds(200)

    private static let shuttingDown = APIError(.overloaded, "The gateway is shutting down.")

    /// What goes out next: what services have seen, or what has become of more of the provider's bytes. While guardrails hold
    /// something back it is let go in a silence.
    /// - Parameter isSilent: whether nothing has come since that was done.
    /// - Returns: `nil` where the provider's bytes have ended.
    private func nextEvents(
        _ answer: inout StreamAnswer,
        _ isSilent: inout Bool
    ) async throws(AttemptFailure) -> ByteBuffer? {
        if answer.relay.asking != nil {
            do throws(CancellationError) {
                return try await answer.review(by: account.guards)
            } catch {
                answer.body.cancel()
                throw AttemptFailure(UpstreamError(.cancelled))
            }
        }
        let bytes: ByteBuffer
        if answer.relay.isHolding, !isSilent {
            switch try await answer.nextBytes(within: Self.patience) {
            case .bytes(let next): bytes = next
            case .end: return nil
            case .silence:
                isSilent = true
                return answer.relay.idle()
            }
        } else {
            guard let next = try await answer.nextBytes() else { return nil }
            bytes = next
        }
        isSilent = false
        exchange.count { $0.gap(UInt64(clamping: answer.gap.nanoseconds), target: series) }
        do { return try answer.relay.take(bytes) } catch { throw AttemptFailure(inside: error) }
    }

    private func head(_ answer: StreamAnswer, _ trace: AttemptTrace) -> ReplyHead {
        var head = ReplyHead(
            status: 200,
            type: call.route.framing.mediaType,
            id: exchange.id,
            dialect: call.route.dialect
        )
        if call.route.framing == .events {
            head.add("cache-control", "no-cache")
            // Asks proxies in front of us not to collect events.
            head.add("x-accel-buffering", "no")
        }
        trace.write(into: &head)
        account.write(into: &head)
        UpstreamFields.write(answer.fields, into: &head)
        return head
    }
}
