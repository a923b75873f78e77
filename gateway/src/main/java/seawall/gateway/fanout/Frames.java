package seawall.gateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import seawall.gateway.okx.JsonOutput;

/// JSON texts as complete WebSocket frames. A server's frame has no mask, so its bytes are the same for every
/// client and
/// one buffer serves them all.
public final class Frames {
    private static final int FINAL_TEXT = 0x81;

    private Frames() {}

    public static ByteBuf text(JsonOutput json) {
        int length = json.length();
        ByteBuf header = Unpooled.buffer(10);
        header.writeByte(FINAL_TEXT);
        if (length < 126) {
            header.writeByte(length);
        } else if (length < 1 << 16) {
            header.writeByte(126).writeShort(length);
        } else {
            header.writeByte(127).writeLong(length);
        }
        byte[] bytes = new byte[header.readableBytes() + length];
        int headerLength = header.readableBytes();
        header.readBytes(bytes, 0, headerLength);
        System.arraycopy(json.array(), 0, bytes, headerLength, length);
        return Unpooled.wrappedBuffer(bytes).asReadOnly();
    }
}
