import HTTPWire
import ModelAPI
import NIOCore
import Upstream

/// Gives the caller an answer as a stream. From here on it can only go on or end in an error event.
struct StreamReply {
    let call: Call
    let exchange: Exchange

    /// How a stream ended.
    enum Ending {
        /// Whole.
        case complete
        /// The provider broke it, or told of an error.
        case broken(AttemptFailure)
        /// The caller has gone, or the gateway had to end it.
        case abandoned
    }

    /// Passes a stream on to its end. Whatever breaks it ends it with an error event.
    func send(_ answer: inout StreamAnswer, _ trace: AttemptTrace) async -> Ending {
        exchange.prepareStream(head(answer, trace))
        let body = answer.body
        var events = answer.first
        answer.first = ByteBuffer()
        // A provider may say more behind its error; dropping the body reads over a small rest, so that the connection can
        // be used again.
        while !body.isAtEnd, answer.relay.failure == nil {
            guard await exchange.writeStream(events) else {
                body.cancel()
                return .abandoned
            }
            events = ByteBuffer()
            do throws(AttemptFailure) {
                guard let bytes = try await answer.nextBytes() else { break }
                do { events = try answer.relay.take(bytes) } catch { throw AttemptFailure(inside: error) }
            } catch {
                if exchange.isClientGone { return .abandoned }
                let cause = exchange.isCutOff ? APIError(.overloaded, "The gateway is shutting down.") : error.error
                exchange.endStream(answer.relay.breakOff(cause))
                return exchange.isCutOff ? .abandoned : .broken(error)
            }
        }
        events.writeImmutableBuffer(answer.relay.finish())
        var ending = Ending.complete
        if let failure = answer.relay.failure {
            ending = .broken(AttemptFailure(inside: failure))
        } else if !answer.relay.sawEnd {
            ending = .broken(.truncated)
            events.writeImmutableBuffer(answer.relay.breakOff(AttemptFailure.truncated.error))
        }
        exchange.endStream(events)
        return ending
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
        UpstreamFields.write(answer.fields, into: &head)
        return head
    }
}
