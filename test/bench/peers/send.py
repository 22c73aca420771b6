"""What an expert writes who needs no ledger: scan, check against a schema, publish with confirms, move. Nothing is remembered."""

import base64
import os
import sys
import time

import pika
from lxml import etree

from common import Counter, make_box, parameters, read_order, wait_for_go

WINDOW = 500
NAMESPACE = {"d": "http://www.chinaport.gov.cn/dec"}
ENVELOPE = (
    '<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"><TransInfo><CopMsgId>{id}</CopMsgId>'
    "<SenderId>DXPESW0000000001</SenderId><ReceiverIds><ReceiverId>DXPDSWDEC0000002</ReceiverId></ReceiverIds>"
    "<CreatTime>{time}</CreatTime><MsgType>DECCUS001</MsgType></TransInfo><Data>{data}</Data>"
    '<AddInfo><FileName>{name}</FileName><BizKey><Key name="clientSeqNo">{key}</Key></BizKey></AddInfo></DxpMsg>'
)

order = read_order()
out_box = order["outBox"]
sent_box = make_box(order["directory"], "SentBox")
queue = order["queue"]
counter = Counter(order["warmUp"], order["documents"])
schema = etree.XMLSchema(etree.parse(os.path.join(os.path.dirname(__file__), "declaration.xsd")))
names = sorted(entry.name for entry in os.scandir(out_box))
properties = pika.BasicProperties(delivery_mode=2)
in_flight = {}
next_name = 0
oldest = 1


def seal(name, content):
    tree = etree.fromstring(content)
    schema.assertValid(tree)
    key = tree.findtext("d:DecSign/d:ClientSeqNo", namespaces=NAMESPACE)
    now = time.time()
    return ENVELOPE.format(
        id="DXPESW0000000001%d" % (now * 1e6),
        time=time.strftime("%Y-%m-%dT%H:%M:%S.000+08:00", time.gmtime(now + 8 * 3600)),
        data=base64.b64encode(content).decode(),
        name=name,
        key=key,
    ).encode()


def pump(channel):
    global next_name
    while len(in_flight) < WINDOW and next_name < len(names):
        name = names[next_name]
        next_name += 1
        with open(os.path.join(out_box, name), "rb") as file:
            body = seal(name, file.read())
        channel.basic_publish("", queue, body, properties, mandatory=True)
        in_flight[next_name] = name


def on_confirm(channel, frame):
    global oldest
    if not isinstance(frame.method, pika.spec.Basic.Ack):
        sys.exit("a document was not confirmed")
    last = frame.method.delivery_tag
    tags = range(oldest, last + 1) if frame.method.multiple else [last]
    moved = 0
    for tag in tags:
        name = in_flight.pop(tag, None)
        if name is None:
            continue
        os.rename(os.path.join(out_box, name), os.path.join(sent_box, name))
        moved += 1
    while oldest <= last and oldest not in in_flight:
        oldest += 1
    if moved > 0 and counter.add(moved):
        channel.connection.ioloop.stop()
    else:
        pump(channel)


def on_channel(channel):
    channel.confirm_delivery(lambda frame: on_confirm(channel, frame), callback=lambda _: begin(channel))


def begin(channel):
    wait_for_go()
    pump(channel)


connection = pika.SelectConnection(
    parameters(order["amqpUrl"]),
    on_open_callback=lambda opened: opened.channel(on_open_callback=on_channel),
    on_open_error_callback=lambda _, reason: sys.exit(repr(reason)),
)
connection.ioloop.start()
