/// Bytes as hexadecimal digits.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two small digits for each byte.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        // In bounds: four bits are at most 15.
        String(decoding: bytes.flatMap { [digits[Int($0 &>> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
