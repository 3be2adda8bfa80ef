/// A query prepared for the kernels.
struct ArenaQuery {
    /// Single precision, padded.
    let components: [Float]
    /// 8-bit components widened to 16 bits; empty unless the encoding has them.
    let codes: [Int16]
    /// What a product with the codes is to be multiplied with.
    let scale: Float

    init(components: [Float], encoding: VectorEncoding) {
        self.components = components
        guard encoding == .int8 else {
            codes = []
            scale = 1
            return
        }
        let largest = components.reduce(Float(0)) { max($0, $1.magnitude) }
        let scale = max(largest, .leastNormalMagnitude) / 127
        codes = components.map { Int16(max(-127, min(127, ($0 / scale).rounded()))) }
        self.scale = scale
    }
}
