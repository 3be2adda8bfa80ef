extension Pattern {
    /// An expression that matches bytes as they are, whatever they mean in expressions.
    /// - Parameter bytes: UTF-8.
    static func literal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var expression: [UInt8] = []
        for byte in bytes {
            expression += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte &>> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: expression, as: UTF8.self)
    }
}
