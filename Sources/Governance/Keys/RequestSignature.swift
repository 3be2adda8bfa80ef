public import Crypto

/// The signature that a request brings along, where its key demands one:
/// `x-kanmon-signature: t=<unix seconds>,v1=<hex hmac-sha256>`, perhaps with a nonce `n=` between them.
///
/// What is signed is `t.METHOD.path.sha256(body)`, or with a nonce `t.n.METHOD.path.sha256(body)`: the seconds as written,
/// the method in capital letters, the path with its query exactly as sent, and the body's SHA-256 in small hexadecimal
/// digits. The HMAC's key is the secret's whole text in UTF-8.
///
/// A signature is good from 5 seconds before its time to 300 seconds after it, and once: ``ReplayGuard`` remembers those
/// that have been seen. Callers that send the same request twice in one second need the nonce.
public struct RequestSignature: Hashable, Sendable {
    /// How long a signature is good after its time, in seconds.
    public static let tolerance: Int64 = 300
    /// How far a caller's clock may be ahead of ours, in seconds. Short: for as long nothing is taken after a start, see
    /// ``ReplayGuard``.
    public static let lead: Int64 = 5
    private static let longestNonce = 64

    /// Why a signature is refused.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is none.
        case missing
        /// The field is not of the form above.
        case malformed
        /// Its time is too far from ours.
        case stale
        /// It is not what the key's secret gives for this request.
        case mismatch
        /// It has been used already.
        case replayed
        /// Whether it has been used cannot be known: it may have been, before the gateway's memory began. One that is made
        /// after so many seconds is taken.
        case unremembered(retryAfter: Int64)

        /// A sentence for the caller.
        public var description: String {
            switch self {
            case .missing: "This key's requests must be signed: x-kanmon-signature is missing."
            case .malformed: "x-kanmon-signature is not of the form t=<unix seconds>,v1=<64 hexadecimal digits>."
            case .stale:
                "The signature's time is more than \(RequestSignature.tolerance) seconds behind the gateway's, or more than"
                    + " \(RequestSignature.lead) ahead of it."
            case .mismatch: "The signature does not fit the request."
            case .replayed: "The signature has been used already."
            case .unremembered:
                "The signature was made before the gateway began to remember which ones are used: sign the request again."
            }
        }
    }

    /// When it was made, by the caller's clock.
    public let time: Timestamp
    /// What makes it different from others of the same second.
    public let nonce: String?
    /// The HMAC's 32 bytes.
    let code: [UInt8]

    /// Reads the field.
    /// - Parameter field: its value; `nil` where the request has none.
    /// - Throws: ``Failure/missing`` or ``Failure/malformed``.
    public init(_ field: String?) throws(Failure) {
        guard let field else { throw .missing }
        let parts = field.split(separator: ",", omittingEmptySubsequences: false)
        guard field.utf8.count <= 256, parts.count == 2 || parts.count == 3, let first = parts.first,
            let last = parts.last, first.hasPrefix("t="), last.hasPrefix("v1=")
        else { throw .malformed }
        let seconds = first.dropFirst(2)
        guard (1...12).contains(seconds.utf8.count), seconds.utf8.allSatisfy(\.isASCIIDigit),
            seconds.utf8.count == 1 || seconds.utf8.first != UInt8(ascii: "0"), let number = Int64(seconds),
            let code = RandomText.bytes(hexadecimal: last.dropFirst(3)), code.count == 32
        else { throw .malformed }
        if parts.count == 3 {
            let nonce = parts[1].dropFirst(2)
            guard parts[1].hasPrefix("n="), (1...Self.longestNonce).contains(nonce.utf8.count),
                nonce.utf8.allSatisfy(RandomText.isBase64URL)
            else { throw .malformed }
            self.nonce = String(nonce)
        } else {
            nonce = nil
        }
        time = Timestamp(seconds: number)
        self.code = code
    }

    /// Signs a request.
    public init(
        at time: Timestamp,
        nonce: String? = nil,
        method: String,
        path: String,
        body: SHA256.Digest,
        secret: SigningSecret
    ) {
        self.time = time
        self.nonce = nonce
        let text = Self.text(time: time, nonce: nonce, method: method, path: path, body: body)
        code = Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: secret.key))
    }

    /// The field's value.
    public var text: String {
        "t=\(time.seconds)," + (nonce.map { "n=\($0)," } ?? "") + "v1=" + Hexadecimal.text(code)
    }

    /// Checks the signature of a request; whether it has been seen before is for ``ReplayGuard``.
    /// - Parameters:
    ///   - method: the request's.
    ///   - path: the request's, with its query, as sent.
    ///   - body: the SHA-256 of the body as sent.
    ///   - secret: the key's.
    ///   - now: the time.
    /// - Throws: ``Failure/stale`` or ``Failure/mismatch``.
    public func verify(
        method: String,
        path: String,
        body: SHA256.Digest,
        secret: SigningSecret,
        now: Timestamp
    ) throws(Failure) {
        let age = now.seconds.subtractingReportingOverflow(time.seconds)
        guard !age.overflow, (-Self.lead...Self.tolerance).contains(age.partialValue) else { throw .stale }
        let text = Self.text(time: time, nonce: nonce, method: method, path: path, body: body)
        // The library compares in constant time.
        guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(text.utf8), using: secret.key) else {
            throw .mismatch
        }
    }

    private static func text(
        time: Timestamp,
        nonce: String?,
        method: String,
        path: String,
        body: SHA256.Digest
    ) -> String {
        "\(time.seconds)." + (nonce.map { "\($0)." } ?? "") + "\(method).\(path)." + Hexadecimal.text(body)
    }
}
