/// Something to hide: where, as glyphs, and what it is.
struct MaskFinding {
    var range: Range<Int>
    var mask: BodyMask
}
