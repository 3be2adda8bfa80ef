import Synchronization

/// Room for some vectors, filled from the front and never changed where it is filled.
///
/// - Note: `@unchecked Sendable` holds because a place is written once, by whoever ``claim(_:)`` gave it to, before its
///   number reaches anyone else: through the lock by which an index hands out its state, which orders the write before
///   every read. Readers never look beyond the count they were handed.
final class VectorChunk: @unchecked Sendable {
    /// Vectors per chunk once an index has grown to more than one: a power of two.
    static let fullCapacity = 64

    /// Where the parts of a chunk are. Valid as long as the chunk lives, for places below its capacity.
    struct Pointers {
        /// `capacity` × stride single-precision components.
        let components: UnsafeMutablePointer<Float>
        /// `capacity` × stride 8-bit components; room for none unless the encoding has them.
        let codes: UnsafeMutablePointer<Int8>
        /// `capacity` numbers: what the codes of a vector are to be multiplied with.
        let scales: UnsafeMutablePointer<Float>
        /// `capacity` names.
        let ids: UnsafeMutablePointer<UInt64>
    }

    let capacity: Int
    let pointers: Pointers
    private let memory: UnsafeMutableRawPointer
    private let claimed = Atomic<Int>(0)

    /// An empty chunk. `stride` is a multiple of 16, so every part starts at a multiple of 16 bytes.
    init(capacity: Int, stride: Int, encoding: VectorEncoding) {
        let components = capacity * stride * MemoryLayout<Float>.stride
        let codes = encoding == .int8 ? capacity * stride : 0
        let scales = capacity * MemoryLayout<Float>.stride
        let size = Self.byteCount(capacity: capacity, stride: stride, encoding: encoding)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        self.capacity = capacity
        self.memory = memory
        pointers = Pointers(
            components: (memory).bindMemory(to: Float.self, capacity: capacity * stride),
            codes: (memory + components).bindMemory(to: Int8.self, capacity: codes),
            scales: (memory + components + codes).bindMemory(to: Float.self, capacity: capacity),
            ids: (memory + components + codes + scales).bindMemory(to: UInt64.self, capacity: capacity)
        )
    }

    deinit {
        memory.deallocate()
    }

    /// What a chunk takes. `capacity` is a multiple of 4, which keeps the names aligned.
    static func byteCount(capacity: Int, stride: Int, encoding: VectorEncoding) -> Int {
        let perVector =
            stride * MemoryLayout<Float>.stride + (encoding == .int8 ? stride : 0) + MemoryLayout<Float>.stride
            + MemoryLayout<UInt64>.stride
        return capacity * perVector
    }

    /// Takes the place `place` for writing, once: of two copies of an index that both want to add a vector behind
    /// the same ones, the second is refused and has to copy the chunk.
    func claim(_ place: Int) -> Bool {
        place < capacity
            && claimed.compareExchange(expected: place, desired: place + 1, ordering: .acquiringAndReleasing).exchanged
    }

    /// A chunk of another capacity that holds the first `count` vectors of this one.
    func copy(count: Int, capacity: Int, stride: Int, encoding: VectorEncoding) -> VectorChunk {
        precondition(count <= self.capacity && count <= capacity)
        let copy = VectorChunk(capacity: capacity, stride: stride, encoding: encoding)
        copy.pointers.components.update(from: pointers.components, count: count * stride)
        if encoding == .int8 { copy.pointers.codes.update(from: pointers.codes, count: count * stride) }
        copy.pointers.scales.update(from: pointers.scales, count: count)
        copy.pointers.ids.update(from: pointers.ids, count: count)
        copy.claimed.store(count, ordering: .releasing)
        return copy
    }
}
