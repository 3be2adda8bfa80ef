import GuardAdapters
import Guardrails
import ModelAPI
import NIOCore

/// What stands between a provider's stream and a client's: bytes in, bytes out, without I/O.
protocol StreamRelay: Sendable {
    /// Takes bytes of the provider.
    /// - Returns: whole events for the client; empty where none is complete.
    /// - Throws: ``ModelAPI/APIError`` for an event over the limit; nothing of it has been given out.
    mutating func take(_ bytes: ByteBuffer) throws(APIError) -> ByteBuffer

    /// The provider's bytes have ended.
    /// - Returns: what was still due.
    mutating func finish() -> ByteBuffer

    /// The bytes that end the client's stream with an error, never cleanly.
    mutating func breakOff(_ error: APIError) -> ByteBuffer

    /// Whether content has come: a text, a thought, a call.
    var sawContent: Bool { get }
    /// Whether the provider's terminal event has come.
    var sawEnd: Bool { get }
    /// The provider's own error; its event is among the bytes given out already.
    var failure: APIError? { get }
    /// The provider's refusal of the prompt, where it is told in an answer that has nothing else.
    var refusal: APIError? { get }
    /// What was used, as far as the provider has said.
    var usage: Usage? { get }
    /// On what terms the call is served, as far as the provider has said; known before the usage where the dialect tells.
    var terms: ServiceTerms { get }

    /// What a guardrail has ended the stream for; its last events are among the bytes given out already.
    var blocked: APIError? { get }
    /// What guardrails have found.
    var evidence: [GuardEvidence] { get }
    /// Guardrails that could not look.
    var guardFailures: [GuardFailure] { get }
    /// Whether something is held back that may go out when nothing follows for a while.
    var isHolding: Bool { get }
    /// Nothing has come for a while.
    /// - Returns: what was held back and need not be.
    mutating func idle() -> ByteBuffer
    /// What a service is to be asked before more goes out; `nil` for nothing. Bytes that are taken meanwhile wait.
    var asking: ReviewQuestion? { get }
    /// The service that was to be asked has been.
    /// - Returns: what goes out next; another service may have to be asked before anything does.
    mutating func told(_ answer: Result<AdapterVerdict, GuardFailure>) -> ByteBuffer
}

extension StreamRelay {
    /// Nothing looks.
    var blocked: APIError? { nil }
    /// The failure of a guardrail that lets nothing pass it has not looked at.
    var guardFailure: APIError? { failure.flatMap { $0.kind == .guardrailUnavailable ? $0 : nil } }
    /// Nothing is found.
    var evidence: [GuardEvidence] { [] }
    /// All could look.
    var guardFailures: [GuardFailure] { [] }
    /// Nothing is held back.
    var isHolding: Bool { false }
    /// Nobody is asked.
    var asking: ReviewQuestion? { nil }
    /// Nobody was asked.
    mutating func told(_ answer: Result<AdapterVerdict, GuardFailure>) -> ByteBuffer { ByteBuffer() }

    /// Asks services until something may go out.
    /// - Returns: what goes out; empty where nothing waited.
    /// - Throws: `CancellationError` where nobody waits for the answer any more, which says nothing about the services.
    mutating func review(_ guards: GuardPass?) async throws(CancellationError) -> ByteBuffer {
        while let question = asking, let guards {
            let answer = await guards.answer(to: question)
            if Task.isCancelled { throw CancellationError() }
            let bytes = told(answer)
            if bytes.readableBytes > 0 { return bytes }
        }
        return ByteBuffer()
    }

    /// Asks services until none is to be asked any more.
    mutating func reviewToEnd(_ guards: GuardPass?) async throws(CancellationError) -> ByteBuffer {
        var bytes = ByteBuffer()
        while asking != nil, guards != nil { bytes.writeImmutableBuffer(try await review(guards)) }
        return bytes
    }

    /// Nothing was held back.
    mutating func idle() -> ByteBuffer { ByteBuffer() }
}
