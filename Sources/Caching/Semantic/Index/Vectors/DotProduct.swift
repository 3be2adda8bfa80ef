/// The inner loops of every search.
///
/// They take pointers because they are nine tenths of a look-up: over `Span`, which checks each component, the
/// single-precision one takes four times as long (104 against 27 ns at 384 components). Callers pass
/// the start of `count` initialised components, `count` being a multiple of ``step``; ``VectorArena`` proves both.
enum DotProduct {
    /// Components that a kernel takes at once.
    static let step = 16

    /// The product of two single-precision vectors. The order of additions is fixed, so equal vectors give equal sums.
    @inline(__always)
    static func float32(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int) -> Float {
        let left = UnsafeRawPointer(left)
        let right = UnsafeRawPointer(right)
        var even = SIMD8<Float>()
        var odd = SIMD8<Float>()
        var offset = 0
        let end = count &* 4
        while offset < end {
            even +=
                left.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                * right.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            odd +=
                left.loadUnaligned(fromByteOffset: offset &+ 32, as: SIMD8<Float>.self)
                * right.loadUnaligned(fromByteOffset: offset &+ 32, as: SIMD8<Float>.self)
            offset &+= 64
        }
        return (even + odd).sum()
    }

    /// The product of 8-bit components with the query's, which are widened once instead of each time.
    ///
    /// A plain loop: the compiler makes multiply-and-add instructions of it. No sum runs over: 16,384 components of
    /// at most 127 make 2^28.
    @inline(__always)
    static func int8(_ left: UnsafePointer<Int8>, _ right: UnsafePointer<Int16>, count: Int) -> Int32 {
        var sum: Int32 = 0
        for index in 0..<count { sum &+= Int32(Int16(left[index])) &* Int32(right[index]) }
        return sum
    }
}
