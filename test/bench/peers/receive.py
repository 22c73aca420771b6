"""What an expert writes who needs no ledger: take, write, flush where it is asked for, rename into InBox, acknowledge."""

import base64
import os
import sys

import pika
from lxml import etree

from common import Counter, make_box, parameters, read_order, wait_for_go

WINDOW = 500
DXP = "{http://www.chinaport.gov.cn/dxp}"

order = read_order()
in_box = make_box(order["directory"], "InBox")
aside = make_box(order["directory"], "aside")
is_flushed = order["isFlushed"]
counter = Counter(order["warmUp"], order["documents"])
waiting = []
written = 0


def deposit(body):
    global written
    tree = etree.fromstring(body)
    content = base64.b64decode(tree.findtext(DXP + "Data"))
    name = tree.findtext(DXP + "AddInfo/" + DXP + "FileName")
    etree.fromstring(content)
    written += 1
    hidden = os.path.join(aside, "%d.tmp" % written)
    with open(hidden, "xb") as file:
        file.write(content)
        if is_flushed:
            file.flush()
            os.fsync(file.fileno())
    os.rename(hidden, os.path.join(in_box, "%d_%s" % (written, name)))


def work(channel):
    """All that has come by now, with one acknowledgement."""
    count = len(waiting)
    last = 0
    for tag, body in waiting:
        deposit(body)
        last = tag
    waiting.clear()
    channel.basic_ack(last, multiple=True)
    if counter.add(count):
        channel.connection.ioloop.stop()


def on_message(channel, method, _, body):
    waiting.append((method.delivery_tag, body))
    if len(waiting) == 1:
        channel.connection.ioloop.call_later(0, lambda: work(channel))


def on_channel(channel):
    wait_for_go()
    channel.basic_qos(prefetch_count=WINDOW, callback=lambda _: channel.basic_consume(order["queue"], on_message))


connection = pika.SelectConnection(
    parameters(order["amqpUrl"]),
    on_open_callback=lambda opened: opened.channel(on_open_callback=on_channel),
    on_open_error_callback=lambda _, reason: sys.exit(repr(reason)),
)
connection.ioloop.start()
