import Crypto

/// A keyed hash of values: equal values have equal hashes, and without the key nobody can try values out.
public struct ValueHash: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: a secret of the gateway, 32 bytes or more.
    public init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    /// The hash of a value: HMAC-SHA-256 over its kind and its bytes, the first 8 bytes in hexadecimal.
    /// - Parameter value: UTF-8.
    public func text(of type: FindingType, _ value: some Sequence<UInt8>) -> String {
        var authentication = HMAC<SHA256>(key: key)
        authentication.update(data: Array(type.rawValue.utf8) + [0])
        authentication.update(data: Array(value))
        let digits = Array("0123456789abcdef".utf8)
        let bytes = authentication.finalize().prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
