#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How little a value is like words.
enum Entropy {
    /// Shannon's entropy of a value's bytes, in bits for each.
    static func bits(_ value: ArraySlice<UInt8>) -> Double {
        guard !value.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in value { counts[Int(byte)] += 1 }
        let total = Double(value.count)
        return counts.reduce(0) { bits, count in
            count == 0 ? bits : bits - Double(count) / total * log2(Double(count) / total)
        }
    }
}
