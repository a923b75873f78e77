package seawall.cluster;

import seawall.engine.AlgoKind;
import seawall.engine.Engine;
import seawall.engine.OrderType;
import seawall.engine.SelfTradePrevention;
import seawall.engine.Side;
import seawall.engine.SizeUnit;
import seawall.wire.codec.AmendAlgoDecoder;
import seawall.wire.codec.CancelAlgoDecoder;
import seawall.wire.codec.PlaceAlgoDecoder;
import seawall.wire.codec.PlaceProtectedOrderDecoder;

/// The part of a [CommandAdapter] that is about algo orders. The fields are those of the current command.
final class AlgoCommandAdapter {
    private final Engine engine;
    private final CommandFields fields;

    AlgoCommandAdapter(Engine engine, CommandFields fields) {
        this.engine = engine;
        this.fields = fields;
    }

    void placeAlgo() {
        AlgoKind kind = AlgoKind.of(fields.byteAt(PlaceAlgoDecoder.kindEncodingOffset()));
        Side side = Side.of(fields.byteAt(PlaceAlgoDecoder.sideEncodingOffset()));
        OrderType orderType = OrderType.of(fields.byteAt(PlaceAlgoDecoder.orderTypeEncodingOffset()));
        SizeUnit sizeUnit = SizeUnit.of(fields.byteAt(PlaceAlgoDecoder.sizeUnitEncodingOffset()));
        SelfTradePrevention stp = SelfTradePrevention.of(fields.byteAt(PlaceAlgoDecoder.stpEncodingOffset()));
        if (kind != null
                && side != null
                && orderType != null
                && sizeUnit != null
                && stp != null
                && fields.isText(
                        PlaceAlgoDecoder.clientAlgoIdEncodingOffset(), PlaceAlgoDecoder.clientAlgoIdEncodingLength())
                && fields.isText(PlaceAlgoDecoder.tagEncodingOffset(), PlaceAlgoDecoder.tagEncodingLength())) {
            engine.placeAlgo(
                    fields.intAt(PlaceAlgoDecoder.accountIdEncodingOffset()),
                    fields.intAt(PlaceAlgoDecoder.instrumentIdEncodingOffset()),
                    kind,
                    side,
                    orderType,
                    sizeUnit,
                    stp,
                    fields.longAt(PlaceAlgoDecoder.quantityEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.triggerTicksEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.priceTicksEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.takeProfitTriggerTicksEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.takeProfitPriceTicksEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.stopLossTriggerTicksEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.stopLossPriceTicksEncodingOffset()),
                    fields.intAt(PlaceAlgoDecoder.callbackMillionthsEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.callbackTicksEncodingOffset()),
                    fields.longAt(PlaceAlgoDecoder.activationTicksEncodingOffset()),
                    fields.textAt(PlaceAlgoDecoder.clientAlgoIdEncodingOffset()),
                    fields.textAt(PlaceAlgoDecoder.clientAlgoIdEncodingOffset() + 8),
                    fields.textAt(PlaceAlgoDecoder.clientAlgoIdEncodingOffset() + 16),
                    fields.textAt(PlaceAlgoDecoder.clientAlgoIdEncodingOffset() + 24),
                    fields.textAt(PlaceAlgoDecoder.tagEncodingOffset()),
                    fields.textAt(PlaceAlgoDecoder.tagEncodingOffset() + 8));
        } else {
            engine.malformed();
        }
    }

    void cancelAlgo() {
        if (fields.isText(
                CancelAlgoDecoder.clientAlgoIdEncodingOffset(), CancelAlgoDecoder.clientAlgoIdEncodingLength())) {
            engine.cancelAlgo(
                    fields.intAt(CancelAlgoDecoder.accountIdEncodingOffset()),
                    fields.intAt(CancelAlgoDecoder.instrumentIdEncodingOffset()),
                    fields.longAt(CancelAlgoDecoder.algoIdEncodingOffset()),
                    fields.textAt(CancelAlgoDecoder.clientAlgoIdEncodingOffset()),
                    fields.textAt(CancelAlgoDecoder.clientAlgoIdEncodingOffset() + 8),
                    fields.textAt(CancelAlgoDecoder.clientAlgoIdEncodingOffset() + 16),
                    fields.textAt(CancelAlgoDecoder.clientAlgoIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    void amendAlgo() {
        if (fields.isFlag(AmendAlgoDecoder.cancelOnFailEncodingOffset())
                && fields.isText(
                        AmendAlgoDecoder.clientAlgoIdEncodingOffset(), AmendAlgoDecoder.clientAlgoIdEncodingLength())
                && fields.isText(
                        AmendAlgoDecoder.requestIdEncodingOffset(), AmendAlgoDecoder.requestIdEncodingLength())) {
            engine.amendAlgo(
                    fields.intAt(AmendAlgoDecoder.accountIdEncodingOffset()),
                    fields.intAt(AmendAlgoDecoder.instrumentIdEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.algoIdEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newQuantityEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newTriggerTicksEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newPriceTicksEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newTakeProfitTriggerTicksEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newTakeProfitPriceTicksEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newStopLossTriggerTicksEncodingOffset()),
                    fields.longAt(AmendAlgoDecoder.newStopLossPriceTicksEncodingOffset()),
                    fields.isYes(AmendAlgoDecoder.cancelOnFailEncodingOffset()),
                    fields.textAt(AmendAlgoDecoder.clientAlgoIdEncodingOffset()),
                    fields.textAt(AmendAlgoDecoder.clientAlgoIdEncodingOffset() + 8),
                    fields.textAt(AmendAlgoDecoder.clientAlgoIdEncodingOffset() + 16),
                    fields.textAt(AmendAlgoDecoder.clientAlgoIdEncodingOffset() + 24),
                    fields.textAt(AmendAlgoDecoder.requestIdEncodingOffset()),
                    fields.textAt(AmendAlgoDecoder.requestIdEncodingOffset() + 8),
                    fields.textAt(AmendAlgoDecoder.requestIdEncodingOffset() + 16),
                    fields.textAt(AmendAlgoDecoder.requestIdEncodingOffset() + 24));
        } else {
            engine.malformed();
        }
    }

    void placeProtectedOrder() {
        Side side = Side.of(fields.byteAt(PlaceProtectedOrderDecoder.sideEncodingOffset()));
        OrderType orderType = OrderType.of(fields.byteAt(PlaceProtectedOrderDecoder.orderTypeEncodingOffset()));
        SizeUnit sizeUnit = SizeUnit.of(fields.byteAt(PlaceProtectedOrderDecoder.sizeUnitEncodingOffset()));
        SelfTradePrevention stp = SelfTradePrevention.of(fields.byteAt(PlaceProtectedOrderDecoder.stpEncodingOffset()));
        if (side != null
                && orderType != null
                && sizeUnit != null
                && stp != null
                && fields.isFlag(PlaceProtectedOrderDecoder.banAmendEncodingOffset())
                && fields.isFlag(PlaceProtectedOrderDecoder.clampPriceEncodingOffset())
                && fields.isText(
                        PlaceProtectedOrderDecoder.clientOrderIdEncodingOffset(),
                        PlaceProtectedOrderDecoder.clientOrderIdEncodingLength())
                && fields.isText(
                        PlaceProtectedOrderDecoder.clientAlgoIdEncodingOffset(),
                        PlaceProtectedOrderDecoder.clientAlgoIdEncodingLength())
                && fields.isText(
                        PlaceProtectedOrderDecoder.tagEncodingOffset(),
                        PlaceProtectedOrderDecoder.tagEncodingLength())) {
            engine.placeProtectedOrder(
                    fields.intAt(PlaceProtectedOrderDecoder.accountIdEncodingOffset()),
                    fields.intAt(PlaceProtectedOrderDecoder.instrumentIdEncodingOffset()),
                    side,
                    orderType,
                    sizeUnit,
                    stp,
                    fields.isYes(PlaceProtectedOrderDecoder.banAmendEncodingOffset()),
                    fields.isYes(PlaceProtectedOrderDecoder.clampPriceEncodingOffset()),
                    fields.longAt(PlaceProtectedOrderDecoder.priceTicksEncodingOffset()),
                    fields.longAt(PlaceProtectedOrderDecoder.quantityEncodingOffset()),
                    fields.longAt(PlaceProtectedOrderDecoder.takeProfitTriggerTicksEncodingOffset()),
                    fields.longAt(PlaceProtectedOrderDecoder.takeProfitPriceTicksEncodingOffset()),
                    fields.longAt(PlaceProtectedOrderDecoder.stopLossTriggerTicksEncodingOffset()),
                    fields.longAt(PlaceProtectedOrderDecoder.stopLossPriceTicksEncodingOffset()),
                    fields.textAt(PlaceProtectedOrderDecoder.clientOrderIdEncodingOffset()),
                    fields.textAt(PlaceProtectedOrderDecoder.clientOrderIdEncodingOffset() + 8),
                    fields.textAt(PlaceProtectedOrderDecoder.clientOrderIdEncodingOffset() + 16),
                    fields.textAt(PlaceProtectedOrderDecoder.clientOrderIdEncodingOffset() + 24),
                    fields.textAt(PlaceProtectedOrderDecoder.clientAlgoIdEncodingOffset()),
                    fields.textAt(PlaceProtectedOrderDecoder.clientAlgoIdEncodingOffset() + 8),
                    fields.textAt(PlaceProtectedOrderDecoder.clientAlgoIdEncodingOffset() + 16),
                    fields.textAt(PlaceProtectedOrderDecoder.clientAlgoIdEncodingOffset() + 24),
                    fields.textAt(PlaceProtectedOrderDecoder.tagEncodingOffset()),
                    fields.textAt(PlaceProtectedOrderDecoder.tagEncodingOffset() + 8));
        } else {
            engine.malformed();
        }
    }
}
