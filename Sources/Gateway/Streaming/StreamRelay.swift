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
    /// The texts of an answer that is whole and waits for what services say of it; `nil` while it does not.
    var awaitingReview: [[UInt8]]? { get }
    /// Services have spoken.
    /// - Parameter refusal: why the answer may not be given; `nil` where it may.
    /// - Returns: the answer, or what ends it.
    mutating func reviewed(_ refusal: APIError?) -> ByteBuffer
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
    /// Nothing waits.
    var awaitingReview: [[UInt8]]? { nil }
    /// Nothing waited.
    mutating func reviewed(_ refusal: APIError?) -> ByteBuffer { ByteBuffer() }

    /// Lets services look at an answer that waits for them.
    /// - Returns: the answer, or what ends it; empty where none waits.
    mutating func review(_ guards: GuardPass?) async -> ByteBuffer {
        guard let texts = awaitingReview, let guards else { return ByteBuffer() }
        do throws(APIError) {
            try await guards.review(texts)
            return reviewed(nil)
        } catch {
            return reviewed(error)
        }
    }

    /// Nothing was held back.
    mutating func idle() -> ByteBuffer { ByteBuffer() }
}
